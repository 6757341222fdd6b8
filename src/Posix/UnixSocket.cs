using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// A connected stream socket of the Unix domain (unix(7)). It never blocks by itself: a caller that wants to wait does so with
/// <see cref="Wait"/> and a deadline. Errors are numbers; a peer that is gone is one too, never a signal. Disposing closes it; a copy
/// must not be used afterwards.
/// </summary>
[SkipLocalsInit]
public readonly unsafe struct UnixSocket(int descriptor) : IDisposable
{
    /// <summary>The longest path in bytes: sun_path is 108, and a NUL ends it (Linux would do without, other programs don't).</summary>
    public const int MaxPathLength = 107;

    private const int UnixDomain = 1;               // AF_UNIX
    private const int StreamType = 1 | 0x80000 | 0x800; // SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK
    private const int NoSignal = 0x4000;            // MSG_NOSIGNAL
    private const int SocketLevel = 1;              // SOL_SOCKET

    /// <summary>The open file, which children don't get.</summary>
    public FileDescriptor Descriptor { get; } = new(descriptor);

    public bool IsOpen => Descriptor.IsOpen;

    public void Dispose() => Descriptor.Dispose();

    /// <summary>
    /// Connects, without ever waiting: where the listener's queue is full the error is <see cref="Errno.TryAgain"/>. A path that is
    /// too long is <see cref="Errno.NameTooLong"/>; an empty one or one with a NUL (an abstract name) <see cref="Errno.Invalid"/>.
    /// </summary>
    public static int Connect(ReadOnlySpan<byte> path, out UnixSocket socket)
    {
        socket = new UnixSocket(-1);
        if (path.Length > MaxPathLength)
            return Errno.NameTooLong;
        if (path.IsEmpty || path.Contains((byte)0))
            return Errno.Invalid;

        UnixSocketMethods.UnixAddress address;
        address.Family = UnixDomain;
        path.CopyTo(new Span<byte>(address.Path, MaxPathLength));
        address.Path[path.Length] = 0;
        int fd = UnixSocketMethods.socket(UnixDomain, StreamType, 0);
        if (fd < 0)
            return Marshal.GetLastPInvokeError();
        while (UnixSocketMethods.connect(fd, &address, (uint)(sizeof(ushort) + path.Length + 1)) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
                continue;
            NativeMethods.close(fd);
            return error;
        }

        socket = new UnixSocket(fd);
        return Errno.None;
    }

    /// <summary>Two sockets, connected with each other.</summary>
    public static int CreatePair(out UnixSocket first, out UnixSocket second)
    {
        int* descriptors = stackalloc int[2] { -1, -1 };
        int result = UnixSocketMethods.socketpair(UnixDomain, StreamType, 0, descriptors);
        first = new UnixSocket(descriptors[0]);
        second = new UnixSocket(descriptors[1]);
        return result == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>Who listens at the other end.</summary>
    public int GetPeer(out PeerCredentials peer) => PeerCredentials.Read(Descriptor, out peer);

    /// <summary>
    /// Sends what fits, the first bytes and then the second in one call. The count may be short of all; <see cref="Errno.TryAgain"/>:
    /// nothing fits now.
    /// </summary>
    public int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int sent)
    {
        fixed (byte* a = first)
        fixed (byte* b = second)
        {
            UnixSocketMethods.Vector* vectors = stackalloc UnixSocketMethods.Vector[2];
            vectors[0] = new() { Start = a, Length = (nuint)first.Length };
            vectors[1] = new() { Start = b, Length = (nuint)second.Length };
            UnixSocketMethods.MessageHeader message = default;
            message.Vectors = vectors;
            message.VectorCount = second.IsEmpty ? 1u : 2u;
            while (true)
            {
                nint n = UnixSocketMethods.sendmsg(Descriptor.Value, &message, NoSignal);
                sent = (int)Math.Max(n, 0);
                int error = n < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
                if (error != Errno.Interrupted)
                    return error;
            }
        }
    }

    /// <summary>Sends all, waiting where it must. <see cref="UnixSocketErrno.TimedOut"/> after the deadline; a part may be sent.</summary>
    public int SendAll(ReadOnlySpan<byte> bytes, UnixSocketDeadline deadline)
    {
        while (!bytes.IsEmpty)
        {
            int error = Send(bytes, default, out int sent);
            if (error == Errno.TryAgain)
                error = Wait(UnixSocketEvents.Writable, deadline.RemainingMilliseconds, out _);
            if (error != Errno.None)
                return error;
            bytes = bytes[sent..];
        }

        return Errno.None;
    }

    /// <summary>
    /// Receives what is there. 0 bytes without an error: the peer has ended its stream. <see cref="Errno.TryAgain"/>: nothing is there
    /// now.
    /// </summary>
    public int Receive(Span<byte> room, out int received)
    {
        fixed (byte* p = room)
        {
            while (true)
            {
                nint n = UnixSocketMethods.recv(Descriptor.Value, p, (nuint)room.Length, 0);
                received = (int)Math.Max(n, 0);
                int error = n < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
                if (error != Errno.Interrupted)
                    return error;
            }
        }
    }

    /// <summary>
    /// Waits for any of the events (poll(2)), at most that many milliseconds (-1: for ever); a signal starts the time anew only once.
    /// <see cref="UnixSocketErrno.TimedOut"/> where none came.
    /// </summary>
    public int Wait(UnixSocketEvents wanted, int milliseconds, out UnixSocketEvents found)
    {
        UnixSocketDeadline deadline = UnixSocketDeadline.Never;
        PollEntry entry = new() { Descriptor = Descriptor.Value, Events = (short)wanted };
        while (true)
        {
            int result = NativeMethods.poll(&entry, 1, milliseconds);
            found = result > 0 ? (UnixSocketEvents)entry.Returned : UnixSocketEvents.None;
            if (result > 0)
                return Errno.None;
            if (result == 0)
                return UnixSocketErrno.TimedOut;
            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
                return error;
            if (milliseconds < 0)
                continue;

            // The clock is asked only where a signal came: from here on the wait has an end that signals don't move.
            if (deadline.RemainingMilliseconds < 0)
                deadline = UnixSocketDeadline.In(milliseconds);
            milliseconds = deadline.RemainingMilliseconds;
        }
    }

    /// <summary>Ends this side's stream (the peer reads 0 bytes after what was sent); receiving goes on.</summary>
    public int ShutdownSending()
    {
        const int Write = 1;
        return UnixSocketMethods.shutdown(Descriptor.Value, Write) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }
}
