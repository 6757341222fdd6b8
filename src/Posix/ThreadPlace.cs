using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// A working directory and a umask for one piece of work. They belong to the whole process, unless a thread asks for its own
/// (unshare(2), CLONE_FS, which needs no privilege): then requests from many directories are served at once by code that knows
/// only relative paths. Where that is denied (a seccomp filter), one piece of work at a time has them.
/// </summary>
public static class ThreadPlace
{
    private const int CloneFs = 0x200;

    /// <summary>What the process has between pieces of work: nothing it makes then is for others.</summary>
    private const uint RestingUmask = 0x3F; // 077

    private static readonly Lock Shared = new();

    [ThreadStatic]
    private static bool t_isOwn;

    private static bool s_isDenied;

    /// <summary>
    /// Does something in a directory, under a umask, on this thread alone. False where the directory isn't there or is not the one of
    /// that device and inode; then nothing was done.
    /// </summary>
    public static bool Run<T>(ReadOnlySpan<byte> directory, ulong device, ulong inode, uint umask, Func<T> work, out T? result)
    {
        if (TryOwn())
            return RunHere(directory, device, inode, umask, work, out result);
        lock (Shared)
            return RunHere(directory, device, inode, umask, work, out result);
    }

    /// <summary>Does something that makes files under a umask, wherever it is.</summary>
    public static void RunUnder(uint umask, Action work)
    {
        if (TryOwn())
        {
            RunHere(umask, work);
            return;
        }

        lock (Shared)
            RunHere(umask, work);
    }

    private static bool TryOwn()
    {
        if (!t_isOwn && !s_isDenied)
        {
            t_isOwn = NativeMethods.unshare(CloneFs) == 0;
            s_isDenied = !t_isOwn;
        }

        return t_isOwn;
    }

    private static void RunHere(uint umask, Action work)
    {
        User.SetUmask(umask);
        try
        {
            work();
        }
        finally
        {
            User.SetUmask(RestingUmask);
        }
    }

    private static bool RunHere<T>(ReadOnlySpan<byte> directory, ulong device, ulong inode, uint umask, Func<T> work, out T? result)
    {
        result = default;
        if (FileSystem.ChangeDirectory(directory) != Errno.None)
            return false;
        try
        {
            if (FileSystem.Stat("."u8, out FileStatus here) != Errno.None || here.Device != device || here.Inode != inode)
                return false;
            User.SetUmask(umask);
            result = work();
            return true;
        }
        finally
        {
            User.SetUmask(RestingUmask);

            // So that no directory is kept from being unmounted.
            FileSystem.ChangeDirectory("/"u8);
        }
    }
}
