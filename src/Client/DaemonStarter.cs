using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Client;

/// <summary>
/// Starts a daemon for the compiles that follow this one. It is called where nobody listens on the endpoint's socket
/// (ConnectState.NotThere) and the settings allow it (auto_start, not no_daemon); never where connecting was not allowed.
/// <para>
/// Of many clients at once one starts one: it takes the endpoint's lock and hands the open file to the daemon, which keeps it for life. Whoever
/// finds the lock taken has nothing to do. Whatever goes wrong is no matter of this compile's, so nothing is said or waited for.
/// </para>
/// </summary>
internal readonly struct DaemonStarter
{
    private static ReadOnlySpan<byte> ProgramName => "larderd"u8;

    private readonly ChildProcess _child;
    private readonly bool _isStarted;

    private DaemonStarter(ChildProcess child)
    {
        _child = child;
        _isStarted = true;
    }

    /// <summary>True where this process started one.</summary>
    internal bool IsStarted => _isStarted;

    /// <summary>Starts a daemon, unless there is one, one is just being started, or the last attempt failed a moment ago.</summary>
    internal static DaemonStarter TryStart(Endpoint endpoint, ProcessEnvironment environment) =>
        FileSystem.ReadLink("/proc/self/exe"u8) is { } self
            ? TryStart(endpoint, ByteString.Concat(ByteString.DirectoryPrefix(self), ProgramName), environment)
            : default;

    /// <summary>As above, for a program that stands elsewhere.</summary>
    internal static DaemonStarter TryStart(Endpoint endpoint, byte[] program, ProcessEnvironment environment)
    {
        // A chosen socket is somebody's who administers it; a daemon of ours behind it would keep theirs out.
        if (endpoint.IsChosen)
            return default;
        endpoint = endpoint.Prepare();
        if (endpoint.State != EndpointState.Usable || !FileSystem.IsExecutable(program))
            return default;
        using EndpointLock? held = EndpointLock.TryTake(endpoint, out _);
        // Between the attempt to connect and this lock another one may have come and gone: then its socket is gone too.
        if (held is null || held.WasTriedRecently())
            return default;
        held.NoteStart();
        int error = ChildProcess.Start(
            new SpawnRequest
            {
                Path = program,
                Arguments = ["larderd"u8.ToArray(), "--no-wait"u8.ToArray(), "--lock-fd=3"u8.ToArray()],
                Environment = environment,
                Detached = true,
                Kept = [held.File],
            },
            out ChildProcess child);
        return error == Errno.None ? new DaemonStarter(child) : default;
    }

    /// <summary>
    /// Collects the process that put the daemon into the background. It lives for some milliseconds; to be called at the end of a compile, or
    /// before this process becomes the compiler. Doesn't wait: one that is left is the next parent's.
    /// </summary>
    internal void Finish()
    {
        if (_isStarted)
            _child.TryReap();
    }
}
