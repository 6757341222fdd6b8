using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Sockets that a server listens on, and the one datagram that it sends to its service manager (unix(7)).</summary>
public static unsafe partial class UnixListener
{
    private const int Stream = 1;
    private const int Datagram = 2;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;

    /// <summary>The longest path of a socket, without its NUL.</summary>
    public const int LongestPath = SocketAddress.PathSize - 1;

    /// <summary>Binds a stream socket to a path where nothing stands, and listens. An error number.</summary>
    /// <param name="path">The path, <see cref="LongestPath"/> bytes at most.</param>
    /// <param name="backlog">How many clients may wait to be accepted; the kernel's net.core.somaxconn caps it.</param>
    /// <param name="listener">The socket.</param>
    public static int Listen(ReadOnlySpan<byte> path, int backlog, out FileDescriptor listener)
    {
        listener = FileDescriptor.None;
        int length = SocketAddress.Of(path, mayBeAbstract: false, out SocketAddress address);
        if (length == 0)
            return Errno.NameTooLong;
        FileDescriptor made = new(socket(SocketAddress.UnixFamily, Stream | CloseOnExec, 0));
        if (!made.IsOpen)
            return Marshal.GetLastPInvokeError();
        if (bind(made.Value, &address, (uint)length) != 0 || listen(made.Value, backlog) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            made.Dispose();
            return error;
        }

        listener = made;
        return Errno.None;
    }

    /// <summary>True where the descriptor is a Unix stream socket that listens (what a service manager hands over may be anything).</summary>
    public static bool IsListening(FileDescriptor descriptor)
    {
        const int AcceptsConnections = 30; // SO_ACCEPTCONN
        const int Domain = 39;             // SO_DOMAIN
        const int Type = 3;                // SO_TYPE
        return Option(descriptor, AcceptsConnections) == 1 && Option(descriptor, Domain) == SocketAddress.UnixFamily
            && Option(descriptor, Type) == Stream;
    }

    /// <summary>Keeps a descriptor from children; what was handed over came without that mark.</summary>
    public static void KeepFromChildren(FileDescriptor descriptor)
    {
        const int SetDescriptorFlags = 2; // F_SETFD, FD_CLOEXEC
        fcntl(descriptor.Value, SetDescriptorFlags, 1);
    }

    /// <summary>Connects and sends one message. The first byte '@' of a path means an abstract name (sd_notify(3)). An error number.</summary>
    public static int SendDatagram(ReadOnlySpan<byte> path, ReadOnlySpan<byte> message)
    {
        const int NoSignal = 0x4000; // MSG_NOSIGNAL
        int length = SocketAddress.Of(path, mayBeAbstract: true, out SocketAddress address);
        if (length == 0)
            return Errno.NameTooLong;
        using FileDescriptor sender = new(socket(SocketAddress.UnixFamily, Datagram | CloseOnExec, 0));
        if (!sender.IsOpen)
            return Marshal.GetLastPInvokeError();
        fixed (byte* p = message)
            return sendto(sender.Value, p, (nuint)message.Length, NoSignal, &address, (uint)length) >= 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    private static int Option(FileDescriptor descriptor, int option)
    {
        int value = -1;
        uint size = sizeof(int);
        return getsockopt(descriptor.Value, SocketLevel, option, &value, &size) == 0 ? value : -1;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int fd, SocketAddress* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int listen(int fd, int backlog);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendto(int fd, byte* message, nuint size, int flags, SocketAddress* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int fd, int level, int option, int* value, uint* size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);
}
