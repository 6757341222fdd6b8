namespace Larder.Posix;

/// <summary>The error numbers that only sockets have (asm-generic/errno.h), beside <see cref="Errno"/>.</summary>
public static class UnixSocketErrno
{
    public const int BrokenPipe = 32;           // EPIPE: the other end is closed
    public const int ConnectionReset = 104;     // ECONNRESET: it was closed with data unread
    public const int TimedOut = 110;            // ETIMEDOUT: a deadline passed
    public const int ConnectionRefused = 111;   // ECONNREFUSED: nobody listens at that path
}
