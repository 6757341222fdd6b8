namespace Larder.Posix;

/// <summary>Who runs this process, and the umask it was given.</summary>
public static class User
{
    /// <summary>
    /// The session that the process belongs to (getsid(2)): a terminal's, or a build's of its own. 0 where its leader is outside the PID namespace, as in a container
    /// or a sandbox that was started without setsid(2).
    /// </summary>
    public static int SessionId => NativeMethods.getsid(0);

    /// <summary>The effective user id.</summary>
    public static uint EffectiveId => NativeMethods.geteuid();

    /// <summary>This process's id.</summary>
    public static int ProcessId => NativeMethods.getpid();

    /// <summary>The umask; only setting tells it, so this sets it twice.</summary>
    public static uint Umask
    {
        get
        {
            uint mask = NativeMethods.umask(0x3F);
            NativeMethods.umask(mask);
            return mask;
        }
    }

    /// <summary>Sets the umask and returns the one before.</summary>
    public static uint SetUmask(uint mask) => NativeMethods.umask(mask);
}
