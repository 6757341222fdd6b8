using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Daemon.Hosting;

/// <summary>
/// The socket under the endpoint's name. It is bound to another name and renamed when the server accepts, so the name always leads to somebody who
/// answers; what a dead daemon left there is replaced in the same step. Only the holder of the endpoint's lock has one.
/// </summary>
internal sealed class OwnSocket
{
    /// <summary>How many clients may wait to be accepted: a build at -j64 on each of some machines' worth of cores, at once.</summary>
    private const int Backlog = 512;

    private readonly Endpoint _endpoint;
    private FileStatus _named;
    private bool _hasName;

    private OwnSocket(Endpoint endpoint, FileDescriptor listener)
    {
        _endpoint = endpoint;
        Listener = listener;
    }

    internal FileDescriptor Listener { get; }

    /// <summary>Binds and listens, not under the endpoint's name yet. Null, and an error number, where that fails.</summary>
    internal static OwnSocket? Bind(Endpoint endpoint, out int error)
    {
        FileSystem.Unlink(endpoint.BindingName);
        error = UnixListener.Listen(endpoint.BindingName, Backlog, out FileDescriptor listener);
        return error == Errno.None ? new OwnSocket(endpoint, listener) : null;
    }

    /// <summary>Puts the socket under its name. An error number.</summary>
    internal int Publish()
    {
        int error = FileSystem.Rename(_endpoint.BindingName, _endpoint.Socket);
        if (error == Errno.None)
            error = FileSystem.LinkStat(_endpoint.Socket, out _named);
        _hasName = error == Errno.None;
        return error;
    }

    /// <summary>Whether the name still leads here. Where somebody removed it, nobody finds the daemon any more.</summary>
    internal bool HasItsName() =>
        FileSystem.LinkStat(_endpoint.Socket, out FileStatus status) == Errno.None && status.IsSameFileAs(in _named);

    /// <summary>Takes the name away, if it is still this socket's.</summary>
    internal void Withdraw()
    {
        if (_hasName && HasItsName())
            FileSystem.Unlink(_endpoint.Socket);
        else
            FileSystem.Unlink(_endpoint.BindingName);
        _hasName = false;
    }
}
