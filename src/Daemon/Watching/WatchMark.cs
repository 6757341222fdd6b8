using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Daemon.Watching;

/// <summary>
/// The file beside the socket by which clients see that somebody watches (<see cref="Endpoint.WatchMark"/>): a statx each, in place of a
/// call that nobody wants. One that a killed daemon left costs its clients an attempt to connect, until the next daemon starts.
/// </summary>
internal sealed class WatchMark
{
    private const uint PrivateMode = 0x180; // 0600

    private readonly byte[] _path;

    internal WatchMark(byte[] path)
    {
        _path = path;
        Clear();
    }

    internal void Set()
    {
        if (FileSystem.Open(_path, OpenFlags.WriteOnly | OpenFlags.Create, out FileDescriptor file, PrivateMode) == Errno.None)
            file.Dispose();
    }

    internal void Clear() => FileSystem.Unlink(_path);
}
