using Larder.Posix;

namespace Larder.Daemon.Hosting;

/// <summary>
/// Whether anybody can still want this daemon. Not when its socket's name leads elsewhere, and not when another program stands in its place: larder
/// and larderd are installed together, and the shim of another build looks for another name.
/// </summary>
internal sealed class SelfCheck(OwnSocket? socket)
{
    private readonly byte[]? _program = FileSystem.ReadLink("/proc/self/exe"u8);

    /// <summary>Why nobody can, or null.</summary>
    internal string? Look()
    {
        if (socket is not null && !socket.HasItsName())
            return "the socket's name was removed";

        // The link leads to the running program itself, even where its file was replaced or removed.
        bool wasReplaced = _program is not null
            && FileSystem.Stat("/proc/self/exe"u8, out FileStatus running) == Errno.None
            && (FileSystem.Stat(_program, out FileStatus installed) is var error && error != Errno.None
                ? Errno.SaysAbsent(error)
                : !installed.IsSameFileAs(in running));
        return wasReplaced ? "this build of larderd was replaced" : null;
    }
}
