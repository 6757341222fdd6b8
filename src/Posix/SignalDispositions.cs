namespace Larder.Posix;

/// <summary>
/// The dispositions of signals that this process inherited and can't work with, changed for itself alone: programs that it
/// executes get what it inherited. Only the ones below are touched; the runtime's own doing is put right by
/// <see cref="ChildProcess"/> and <see cref="Execution"/>.
/// </summary>
public static class SignalDispositions
{
    private const nint Default = 0; // SIG_DFL
    private const nint Ignore = 1;  // SIG_IGN

    private static bool _limitWasDefault;
    private static bool _childWasIgnored;

    /// <summary>
    /// Makes writes beyond `ulimit -f` fail instead of killing the process (SIGXFSZ): the limit is meant for the compiler's output, and a
    /// file of the cache may be longer than that. And lets children be waited for where SIGCHLD came in ignored, as gcc itself does.
    /// </summary>
    public static void Adapt()
    {
        _limitWasDefault |= NativeMethods.signal(SignalNumber.FileSizeLimit, Ignore) == Default;
        _childWasIgnored |= NativeMethods.signal(SignalNumber.Child, Default) == Ignore;
    }

    /// <summary>True where a child must get the signal at its default although this process ignores it.</summary>
    internal static bool MustReset(int signal) =>
        signal == SignalNumber.Pipe || (signal == SignalNumber.FileSizeLimit && _limitWasDefault);

    /// <summary>Before this process becomes another program.</summary>
    internal static void Restore()
    {
        // The runtime ignores SIGPIPE from its start; what was inherited can't be told any more.
        NativeMethods.signal(SignalNumber.Pipe, Default);
        if (_limitWasDefault)
            NativeMethods.signal(SignalNumber.FileSizeLimit, Default);
        if (_childWasIgnored)
            NativeMethods.signal(SignalNumber.Child, Ignore);
    }
}
