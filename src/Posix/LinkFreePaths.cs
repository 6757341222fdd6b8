using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// Paths of which no part may be a symbolic link, wherever it stands: openat2(2) with RESOLVE_NO_SYMLINKS (Linux 5.6), which ends in ELOOP at one.
/// Error numbers as in <see cref="FileSystem"/>.
/// </summary>
[SkipLocalsInit]
public static unsafe class LinkFreePaths
{
    /// <summary>The same on x86-64 and arm64.</summary>
    private const nint OpenAt2 = 437;

    private const ulong ResolveNoSymbolicLinks = 4;
    private const int AtCurrentDirectory = -100;
    private const int AtRemoveDirectory = 0x200;

    /// <summary>The kernel doesn't know the call: from then on paths are walked name by name.</summary>
    private static volatile bool s_isMissing;

    /// <summary>Opens a file, always with O_CLOEXEC. ELOOP where a link stands on the way, or at its end.</summary>
    /// <param name="directory">The directory that a relative path begins in.</param>
    /// <param name="path">The path. Where the kernel lacks the call (ENOSYS, or EPERM by a filter) an absolute one can't be opened.</param>
    /// <param name="flags">Those of open(2).</param>
    /// <param name="file">The file.</param>
    /// <param name="mode">Counts where a file is created, less the umask.</param>
    public static int Open(FileDescriptor directory, ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file, uint mode = 0)
    {
        file = FileDescriptor.None;
        int error = s_isMissing ? Errno.NotImplemented : OpenWhole(directory, path, flags, out file, mode);
        if (error == Errno.NotImplemented)
            s_isMissing = true;

        // Filters (seccomp) answer calls that they don't know with EPERM, in which an open can end too: walking tells.
        return error is Errno.NotImplemented or Errno.PermissionDenied && path[0] != (byte)'/'
            ? Walk(directory, path, flags, out file, mode)
            : error;
    }

    /// <summary>unlinkat(2) of a name in an open directory: what has the name goes, be it a link.</summary>
    public static int Unlink(FileDescriptor directory, ReadOnlySpan<byte> name) => Remove(directory, name, 0);

    /// <summary>The same of an empty directory.</summary>
    public static int RemoveDirectory(FileDescriptor directory, ReadOnlySpan<byte> name) => Remove(directory, name, AtRemoveDirectory);

    /// <summary>renameat(2) within an open directory.</summary>
    public static int Rename(FileDescriptor directory, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* otherRoom = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* f = NullTerminated.Of(from, new Span<byte>(room, NullTerminated.InlineSize)))
        fixed (byte* t = NullTerminated.Of(to, new Span<byte>(otherRoom, NullTerminated.InlineSize)))
            return NativeMethods.renameat(directory.Value, f, directory.Value, t) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>What the first call here would have done, in as many as the path has names.</summary>
    internal static int Walk(FileDescriptor directory, ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file, uint mode)
    {
        FileDescriptor reached = directory;
        int error;
        while (true)
        {
            int slash = path.IndexOf((byte)'/');
            bool isLast = slash < 0;
            error = OpenName(
                reached, isLast ? path : path[..slash], isLast ? flags : OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out file, isLast ? mode : 0);
            if (reached.Value != directory.Value)
                reached.Dispose();
            if (isLast || error != Errno.None)
                return error;
            reached = file;
            path = path[(slash + 1)..];
        }
    }

    private static int OpenWhole(FileDescriptor directory, ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file, uint mode)
    {
        // struct open_how: flags, mode, resolve. A mode may only be given where a file is created.
        const OpenFlags Creating = OpenFlags.Create | OpenFlags.TemporaryBit;
        ulong* how = stackalloc ulong[3] { (ulong)(flags | OpenFlags.CloseOnExec), (flags & Creating) != 0 ? mode : 0, ResolveNoSymbolicLinks };
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            int error;
            nint fd;
            do
            {
                fd = NativeMethods.syscall(OpenAt2, directory.IsOpen ? directory.Value : AtCurrentDirectory, p, how, 3 * sizeof(ulong));
                error = fd < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
            }
            while (error is Errno.Interrupted);
            file = new FileDescriptor((int)fd);
            return error;
        }
    }

    private static int OpenName(FileDescriptor directory, ReadOnlySpan<byte> name, OpenFlags flags, out FileDescriptor file, uint mode)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(name, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            int fd;
            do
                fd = NativeMethods.openat(directory.Value, p, (int)(flags | OpenFlagsExtensions.NoFollow | OpenFlags.CloseOnExec), mode);
            while (fd < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
            file = new FileDescriptor(fd);
            return fd < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
        }
    }

    private static int Remove(FileDescriptor directory, ReadOnlySpan<byte> name, int flags)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(name, new Span<byte>(room, NullTerminated.InlineSize)))
            return NativeMethods.unlinkat(directory.Value, p, flags) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }
}
