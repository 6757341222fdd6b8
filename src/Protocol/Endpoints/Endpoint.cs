using System.Buffers.Text;
using Larder.Posix;

namespace Larder.Protocol.Endpoints;

/// <summary>
/// Where the daemon of given settings is. Client and daemon find it by the same rule, each for itself:
/// the socket that the setting names; else, in the first of <c>$XDG_RUNTIME_DIR/larder</c>, <c>/run/user/UID/larder</c> and
/// <c>/tmp/larder-UID</c> whose parent is there and (but for /tmp) is the user's own, a file NAME.sock (see <see cref="EndpointName"/>), with its
/// NAME.lock and NAME.log; or daemon.sock, on which a service manager listens.
/// The directory has to be a real one, the user's own, closed to everybody else (for a chosen socket: the user's own or root's, written to
/// by nobody else). A directory that isn't so is never used, and no other is taken in its place: whoever put it there would choose for us.
/// The shim does this once per compile: it costs one <c>statx</c> where a daemon runs.
/// </summary>
public sealed class Endpoint
{
    private const uint OthersMask = 0x3F;       // 077
    private const uint OthersWriteMask = 0x12;  // 022
    private const uint PrivateMode = 0x1C0;     // 0700

    private readonly int _stem;
    private readonly int _error;

    private Endpoint(byte[] socket, int stem, bool isChosen, EndpointState state, uint ownerId = 0, int error = Errno.None)
    {
        Socket = socket;
        _stem = stem;
        IsChosen = isChosen;
        State = state;
        OwnerId = ownerId;
        _error = error;
    }

    public EndpointState State { get; }

    /// <summary>The socket's path; fits into an address unless the state is <see cref="EndpointState.TooLong"/>.</summary>
    public byte[] Socket { get; }

    /// <summary>The setting <c>socket</c> names it: a daemon for several users, perhaps.</summary>
    public bool IsChosen { get; }

    /// <summary>Who owns the directory, where it is usable: the only user whose daemon is believed.</summary>
    public uint OwnerId { get; }

    /// <summary>The file whose lock (flock(2)) the daemon holds for life. Never removed.</summary>
    public byte[] Lock => WithSuffix(".lock"u8);

    /// <summary>What a daemon that has no other place for it writes its messages to.</summary>
    public byte[] Log => WithSuffix(".log"u8);

    /// <summary>A file that stands while somebody watches the daemon: then clients tell it of what they did without it.</summary>
    public byte[] WatchMark => WithSuffix(".watched"u8);

    /// <summary>The name that a socket is bound to before it is renamed to <see cref="Socket"/>.</summary>
    public byte[] BindingName => WithSuffix(".new"u8);

    /// <summary>The socket that a service manager listens on, for daemons of any build; empty where the socket is chosen.</summary>
    public byte[] ActivationSocket => IsChosen ? [] : ByteString.Concat(ByteString.DirectoryPrefix(Socket), "daemon.sock"u8);

    /// <summary>The directory, without a slash at its end.</summary>
    public ReadOnlySpan<byte> Directory => ByteString.DirectoryPrefix(Socket) is { Length: > 1 } prefix ? prefix[..^1] : "/"u8;

    /// <summary>Finds the place and looks at its directory.</summary>
    public static Endpoint Find(in EndpointRequest request)
    {
        if (!request.ChosenSocket.IsEmpty)
            return Chosen(request.ChosenSocket);

        uint uid = User.EffectiveId;
        Span<byte> parent = stackalloc byte[24];
        ReadOnlySpan<byte> runtime = request.RuntimeDirectory;
        if (!runtime.IsEmpty && runtime[0] == (byte)'/' && InRuntimeDirectory(runtime, uid, in request) is { } here)
            return here;
        "/run/user/"u8.CopyTo(parent);
        Utf8Formatter.TryFormat(uid, parent[10..], out int digits);
        if (InRuntimeDirectory(parent[..(10 + digits)], uid, in request) is { } there)
            return there;
        "/tmp/larder-"u8.CopyTo(parent);
        Utf8Formatter.TryFormat(uid, parent[12..], out digits);
        return In(parent[..(12 + digits)], uid, in request);
    }

    /// <summary>Makes the directory where it is missing, and looks again. To be called with a umask of 077 at most.</summary>
    public Endpoint Prepare()
    {
        if (State != EndpointState.Absent)
            return this;
        int error = FileSystem.MakeDirectory(Directory, PrivateMode);
        return error is Errno.None or Errno.Exists
            ? Look(Socket, _stem, IsChosen, User.EffectiveId)
            : new Endpoint(Socket, _stem, IsChosen, EndpointState.Unreachable, error: error);
    }

    /// <summary>A sentence on why the place can't be used; for people.</summary>
    public string Describe()
    {
        string directory = ByteString.Show(Directory);
        return State switch
        {
            EndpointState.Usable => $"{ByteString.Show(Socket)} can be used",
            EndpointState.Absent => $"{directory} is not there yet",
            EndpointState.Unsafe when IsChosen =>
                $"{directory} is not used: it has to be a directory (no link) of this user's or root's that nobody else may write to",
            EndpointState.Unsafe => $"{directory} is not used: it has to be a directory (no link) of this user's, closed to all others (mode 0700)",
            EndpointState.TooLong => $"{ByteString.Show(Socket)} is too long for a socket: {UnixListener.LongestPath} bytes at most",
            _ => $"{directory}: {Errno.Describe(_error)}",
        };
    }

    private static Endpoint Chosen(ReadOnlySpan<byte> path)
    {
        int stem = path.EndsWith(".sock"u8) ? path.Length - 5 : path.Length;
        // ".lock" and ".sock" are as long as each other; where the latter is missing, the rest must fit too.
        return stem + 5 > UnixListener.LongestPath
            ? new Endpoint(path.ToArray(), stem, isChosen: true, EndpointState.TooLong)
            : Look(path.ToArray(), stem, isChosen: true, User.EffectiveId);
    }

    /// <summary>The place below a parent, or null where the parent isn't there, isn't the user's, or is too long.</summary>
    private static Endpoint? InRuntimeDirectory(ReadOnlySpan<byte> parent, uint uid, in EndpointRequest request)
    {
        ReadOnlySpan<byte> below = "/larder"u8;
        parent = parent.TrimEnd((byte)'/');
        if (parent.Length + below.Length + 1 + EndpointName.Length + 5 > UnixListener.LongestPath)
            return null;
        Span<byte> directory = stackalloc byte[parent.Length + below.Length];
        parent.CopyTo(directory);
        below.CopyTo(directory[parent.Length..]);
        Endpoint found = In(directory, uid, in request);
        if (found.State == EndpointState.Usable)
            return found;
        // XDG_RUNTIME_DIR of another user (sudo -E), or a left-over of one that has logged out.
        return FileSystem.Stat(parent, out FileStatus status) == Errno.None && status.IsDirectory && status.Uid == uid ? found : null;
    }

    private static Endpoint In(ReadOnlySpan<byte> directory, uint uid, in EndpointRequest request)
    {
        byte[] socket = new byte[directory.Length + 1 + EndpointName.Length + 5];
        directory.CopyTo(socket);
        socket[directory.Length] = (byte)'/';
        EndpointName.Write(uid, request.CacheDirectory, socket.AsSpan(directory.Length + 1));
        ".sock"u8.CopyTo(socket.AsSpan(socket.Length - 5));
        return Look(socket, socket.Length - 5, isChosen: false, uid);
    }

    private static Endpoint Look(byte[] socket, int stem, bool isChosen, uint uid)
    {
        ReadOnlySpan<byte> directory = ByteString.DirectoryPrefix(socket);
        int error = FileSystem.LinkStat(directory.Length > 1 ? directory[..^1] : directory, out FileStatus status);
        if (error != Errno.None)
            return new Endpoint(socket, stem, isChosen, error == Errno.NotFound ? EndpointState.Absent : EndpointState.Unreachable, error: error);
        bool isSafe = status.IsDirectory && (isChosen
            ? (status.Uid == uid || status.Uid == 0) && (status.Permissions & OthersWriteMask) == 0
            : status.Uid == uid && (status.Permissions & OthersMask) == 0);
        return new Endpoint(socket, stem, isChosen, isSafe ? EndpointState.Usable : EndpointState.Unsafe, status.Uid);
    }

    private byte[] WithSuffix(ReadOnlySpan<byte> suffix) => ByteString.Concat(Socket.AsSpan(0, _stem), suffix);
}
