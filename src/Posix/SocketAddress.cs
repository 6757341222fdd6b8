using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary><c>struct sockaddr_un</c> of unix(7): the family and a path of at most 107 bytes and a NUL, or '@' for an abstract name.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketAddress
{
    internal const ushort UnixFamily = 1;
    internal const int PathSize = 108;

    internal ushort Family;
    internal fixed byte Path[PathSize];

    /// <summary>The address of a path, and its length for the calls; 0 where the path doesn't fit.</summary>
    internal static int Of(ReadOnlySpan<byte> path, bool mayBeAbstract, out SocketAddress address)
    {
        address = default;
        address.Family = UnixFamily;
        bool isAbstract = mayBeAbstract && path.StartsWith("@"u8);
        if (path.IsEmpty || path.Length > PathSize - (isAbstract ? 0 : 1) || path.Contains((byte)0))
            return 0;
        fixed (byte* p = address.Path)
        {
            path.CopyTo(new Span<byte>(p, PathSize));
            if (isAbstract)
                p[0] = 0;
        }

        return sizeof(ushort) + path.Length + (isAbstract ? 0 : 1);
    }
}
