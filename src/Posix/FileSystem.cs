using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// Operations on paths. A path is bytes without a NUL. Every method that can fail returns an error number of
/// <see cref="Errno"/>, 0 for success, and never throws.
/// </summary>
[SkipLocalsInit]
public static unsafe class FileSystem
{
    private const int AtCurrentDirectory = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;

    /// <summary>The longest path that the kernel takes, with its NUL.</summary>
    public const int PathMax = 4096;

    /// <summary>statx(2), following symbolic links.</summary>
    public static int Stat(ReadOnlySpan<byte> path, out FileStatus status) => Statx(path, 0, out status);

    /// <summary>statx(2) of the path itself, a symbolic link included.</summary>
    public static int LinkStat(ReadOnlySpan<byte> path, out FileStatus status) => Statx(path, AtSymlinkNoFollow, out status);

    /// <summary>statx(2) of a path that stands NUL-terminated in memory; for the validation loop of a hit.</summary>
    public static int StatTerminated(byte* path, out FileStatus status)
    {
        StatxBuffer buffer;
        if (NativeMethods.statx(AtCurrentDirectory, path, 0, StatxBuffer.BasicStats, &buffer) != 0)
        {
            status = default;
            return Marshal.GetLastPInvokeError();
        }

        status = new FileStatus(in buffer);
        return Errno.None;
    }

    internal static int StatDescriptor(int fd, out FileStatus status)
    {
        byte empty = 0;
        StatxBuffer buffer;
        if (NativeMethods.statx(fd, &empty, AtEmptyPath, StatxBuffer.BasicStats, &buffer) != 0)
        {
            status = default;
            return Marshal.GetLastPInvokeError();
        }

        status = new FileStatus(in buffer);
        return Errno.None;
    }

    private static int Statx(ReadOnlySpan<byte> path, int flags, out FileStatus status)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            StatxBuffer buffer;
            if (NativeMethods.statx(AtCurrentDirectory, p, flags, StatxBuffer.BasicStats, &buffer) != 0)
            {
                status = default;
                return Marshal.GetLastPInvokeError();
            }

            status = new FileStatus(in buffer);
            return Errno.None;
        }
    }

    /// <summary>open(2), always with O_CLOEXEC. <paramref name="mode"/> counts where a file is created, less the umask.</summary>
    public static int Open(ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor descriptor, uint mode = 0)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            int fd;
            do
                fd = NativeMethods.open(p, (int)(flags | OpenFlags.CloseOnExec), mode);
            while (fd < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
            if (fd < 0)
            {
                descriptor = FileDescriptor.None;
                return Marshal.GetLastPInvokeError();
            }

            descriptor = new FileDescriptor(fd);
            return Errno.None;
        }
    }

    public static int Rename(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* otherRoom = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* f = NullTerminated.Of(from, new Span<byte>(room, NullTerminated.InlineSize)))
        fixed (byte* t = NullTerminated.Of(to, new Span<byte>(otherRoom, NullTerminated.InlineSize)))
            return Result(NativeMethods.rename(f, t));
    }

    public static int Unlink(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.unlink(p));
    }

    public static int RemoveDirectory(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.rmdir(p));
    }

    /// <summary>mkdir(2): <see cref="Errno.Exists"/> where something stands there already.</summary>
    public static int MakeDirectory(ReadOnlySpan<byte> path, uint mode)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.mkdir(p, mode));
    }

    /// <summary>Makes a directory and what is missing above it; no error where it exists.</summary>
    public static int MakeDirectories(ReadOnlySpan<byte> path, uint mode)
    {
        int error = MakeDirectory(path, mode);
        if (error == Errno.Exists)
            return Errno.None;
        if (error != Errno.NotFound)
            return error;
        int slash = path.TrimEnd((byte)'/').LastIndexOf((byte)'/');
        if (slash <= 0)
            return error;
        error = MakeDirectories(path[..slash], mode);
        if (error != Errno.None)
            return error;
        error = MakeDirectory(path, mode);
        return error == Errno.Exists ? Errno.None : error;
    }

    /// <summary>readlink(2). Null where the path is no symbolic link or can't be read.</summary>
    public static byte[]? ReadLink(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* target = stackalloc byte[PathMax];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            nint length = NativeMethods.readlink(p, target, PathMax);
            return length <= 0 ? null : new ReadOnlySpan<byte>(target, (int)length).ToArray();
        }
    }

    /// <summary>realpath(3): absolute, without links, "." and "..". Null where the path doesn't lead to a file.</summary>
    public static byte[]? RealPath(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* resolved = stackalloc byte[PathMax];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return NativeMethods.realpath(p, resolved) == null
                ? null
                : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved).ToArray();
    }

    /// <summary>
    /// getcwd(3). Null where the working directory has no path (it was removed, or lies above the root). It can be longer than
    /// <see cref="PathMax"/>: the C library then finds it step by step.
    /// </summary>
    public static byte[]? WorkingDirectory()
    {
        const int Longest = 1 << 20;
        byte* room = stackalloc byte[PathMax];
        if (NativeMethods.getcwd(room, PathMax) != null)
            return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(room).ToArray();
        for (int size = PathMax * 4; size <= Longest && Marshal.GetLastPInvokeError() is Errno.Range or Errno.NameTooLong; size *= 4)
        {
            byte[] longer = new byte[size];
            fixed (byte* p = longer)
            {
                if (NativeMethods.getcwd(p, (nuint)size) != null)
                    return longer[..longer.AsSpan().IndexOf((byte)0)];
            }
        }

        return null;
    }

    public static int ChangeDirectory(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.chdir(p));
    }

    /// <summary>chmod(2), following symbolic links. Needs ownership.</summary>
    public static int ChangeMode(ReadOnlySpan<byte> path, uint mode)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.chmod(p, mode));
    }

    /// <summary>Sets mtime and atime to now. Needs write permission, not ownership.</summary>
    public static int Touch(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.utimensat(AtCurrentDirectory, p, null, 0));
    }

    /// <summary>Sets mtime and atime to <paramref name="time"/>. Needs ownership.</summary>
    public static int SetTimes(ReadOnlySpan<byte> path, TimeSpec time)
    {
        TimeSpec* times = stackalloc TimeSpec[2] { time, time };
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.utimensat(AtCurrentDirectory, p, times, 0));
    }

    /// <summary>True where the calling process may execute the file (access(2), X_OK).</summary>
    public static bool IsExecutable(ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return NativeMethods.access(p, 1) == 0;
    }

    /// <summary>The magic number of the file system that a path lies on (statfs(2)), 0 where that can't be told.</summary>
    public static long FileSystemType(ReadOnlySpan<byte> path)
    {
        StatfsBuffer buffer;
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return NativeMethods.statfs(p, &buffer) == 0 ? buffer.Type : 0;
    }

    /// <summary>
    /// Gives an unnamed file (<see cref="OpenFlagsExtensions.Unnamed"/>) a name. <see cref="Errno.Exists"/> where one has it already.
    /// </summary>
    public static int LinkUnnamed(FileDescriptor descriptor, ReadOnlySpan<byte> path)
    {
        // AT_EMPTY_PATH needs CAP_DAC_READ_SEARCH; the way through /proc needs none (open(2), O_TMPFILE).
        const int AtSymlinkFollow = 0x400;
        byte* from = stackalloc byte[32];
        Span<byte> text = new(from, 32);
        "/proc/self/fd/"u8.CopyTo(text);
        System.Buffers.Text.Utf8Formatter.TryFormat(descriptor.Value, text[14..], out int digits);
        text[14 + digits] = 0;
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
            return Result(NativeMethods.linkat(AtCurrentDirectory, from, AtCurrentDirectory, p, AtSymlinkFollow));
    }

    /// <summary>link(2): a further name for a file. <see cref="Errno.Exists"/> where something has that name.</summary>
    public static int Link(ReadOnlySpan<byte> existing, ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* otherRoom = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* f = NullTerminated.Of(existing, new Span<byte>(room, NullTerminated.InlineSize)))
        fixed (byte* t = NullTerminated.Of(path, new Span<byte>(otherRoom, NullTerminated.InlineSize)))
            return Result(NativeMethods.linkat(AtCurrentDirectory, f, AtCurrentDirectory, t, 0));
    }

    /// <summary>symlink(2): a link with that text, which may lead nowhere. <see cref="Errno.Exists"/> where something has that name.</summary>
    public static int SymbolicLink(ReadOnlySpan<byte> target, ReadOnlySpan<byte> path)
    {
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        byte* otherRoom = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* t = NullTerminated.Of(target, new Span<byte>(room, NullTerminated.InlineSize)))
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(otherRoom, NullTerminated.InlineSize)))
            return Result(NativeMethods.symlink(t, p));
    }

    /// <summary>Reads a whole file. Null and an error number where that fails or the file is longer than the limit.</summary>
    public static byte[]? ReadAll(ReadOnlySpan<byte> path, out int error, long limit = int.MaxValue / 2)
    {
        error = Open(path, OpenFlags.ReadOnly, out FileDescriptor descriptor);
        if (error != Errno.None)
            return null;
        using (descriptor)
            return descriptor.ReadToEnd(out error, limit);
    }

    private static int Result(int returned) => returned == 0 ? Errno.None : Marshal.GetLastPInvokeError();
}
