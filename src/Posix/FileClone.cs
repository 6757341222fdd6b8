using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Copies ranges between files in the kernel: by sharing extents where the file system can, by copying elsewhere.</summary>
public static unsafe class FileClone
{
    private const nuint CloneRange = 0x4020940D; // FICLONERANGE, linux/fs.h

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        internal long Source;
        internal ulong SourceOffset;
        internal ulong SourceLength;
        internal ulong TargetOffset;
    }

    /// <summary>
    /// Shares the extents from <paramref name="offset"/> (a multiple of the file system's block, 4096 nearly everywhere) to
    /// the end of <paramref name="source"/> with an empty <paramref name="target"/>. False where the file system can't.
    /// </summary>
    public static bool TryShareToEnd(FileDescriptor source, long offset, FileDescriptor target)
    {
        Range range = new() { Source = source.Value, SourceOffset = (ulong)offset, SourceLength = 0, TargetOffset = 0 };
        return NativeMethods.ioctl(target.Value, CloneRange, &range) == 0;
    }

    /// <summary>copy_file_range(2) until done. An error number; <see cref="Errno.CrossDevice"/> and the like mean: read and write.</summary>
    public static int Copy(FileDescriptor source, long offset, long length, FileDescriptor target)
    {
        long from = offset;
        while (length > 0)
        {
            nint n = NativeMethods.copy_file_range(source.Value, &from, target.Value, null, (nuint)length, 0);
            if (n < 0)
                return Marshal.GetLastPInvokeError();
            if (n == 0)
                return Errno.Io;
            length -= n;
        }

        return Errno.None;
    }
}
