using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>The C library's functions for sockets.</summary>
internal static unsafe partial class UnixSocketMethods
{
    private const string C = "libc";

    [LibraryImport(C, SetLastError = true)]
    internal static partial int socket(int domain, int type, int protocol);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int socketpair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int connect(int fd, void* address, uint length);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int shutdown(int fd, int how);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint sendmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint recv(int fd, void* buffer, nuint size, int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int getsockopt(int fd, int level, int name, void* value, uint* length);

    /// <summary><c>struct sockaddr_un</c>: the family, then a path of at most 108 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct UnixAddress
    {
        internal ushort Family;
        internal fixed byte Path[UnixSocket.MaxPathLength + 1];
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Vector
    {
        internal byte* Start;
        internal nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        internal void* Name;
        internal uint NameLength;
        internal Vector* Vectors;
        internal nuint VectorCount;
        internal void* Control;
        internal nuint ControlLength;
        internal int Flags;
    }
}
