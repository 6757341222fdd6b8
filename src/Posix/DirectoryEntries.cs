using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// Names in an open directory, each looked at as itself: a symbolic link is never followed. A walk over a tree needs no paths that way, and
/// what is moved meanwhile leads it nowhere else. Error numbers as in <see cref="FileSystem"/>.
/// </summary>
[SkipLocalsInit]
public static unsafe class DirectoryEntries
{
    private const int AtSymlinkNoFollow = 0x100;

    /// <summary>statx(2) of a name.</summary>
    public static int Stat(FileDescriptor directory, ReadOnlySpan<byte> name, out FileStatus status)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(name, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            StatxBuffer buffer;
            if (NativeMethods.statx(directory.Value, p, AtSymlinkNoFollow, StatxBuffer.BasicStats, &buffer) != 0)
            {
                status = default;
                return Marshal.GetLastPInvokeError();
            }

            status = new FileStatus(in buffer);
            return Errno.None;
        }
    }

    /// <summary>openat(2), with O_CLOEXEC and O_NOFOLLOW: ELOOP at a link.</summary>
    public static int Open(FileDescriptor directory, ReadOnlySpan<byte> name, OpenFlags flags, out FileDescriptor file)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(name, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            int fd;
            do
                fd = NativeMethods.openat(directory.Value, p, (int)(flags | OpenFlagsExtensions.NoFollow | OpenFlags.CloseOnExec), 0);
            while (fd < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
            file = new FileDescriptor(fd);
            return fd < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
        }
    }

    /// <summary>readlinkat(2). Null where the name is no symbolic link (any more) or can't be read.</summary>
    public static byte[]? ReadLink(FileDescriptor directory, ReadOnlySpan<byte> name)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* target = stackalloc byte[FileSystem.PathMax];
        fixed (byte* p = NullTerminated.Of(name, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            nint length = NativeMethods.readlinkat(directory.Value, p, target, FileSystem.PathMax);
            return length <= 0 ? null : new ReadOnlySpan<byte>(target, (int)length).ToArray();
        }
    }
}
