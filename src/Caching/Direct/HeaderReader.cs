using Larder.Posix;

namespace Larder.Caching.Direct;

/// <summary>
/// Reads file after file into one buffer. A compile reads hundreds of headers, and fresh memory for each would cost more (in
/// page faults) than all that is done with their text.
/// </summary>
internal sealed class HeaderReader
{
    private const int FirstSize = 256 * 1024;
    private const int LargestSize = 1 << 30;

    private byte[] _buffer = [];

    /// <summary>
    /// Reads a regular file, or /dev/null. An error number; <see cref="Errno.NotSupported"/> where it is neither,
    /// <see cref="Errno.TryAgain"/> where it changed while it was read. The content stays valid until the next call.
    /// </summary>
    internal int Read(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> content, out FileStatus status)
    {
        content = default;
        status = default;
        int error = FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file);
        if (error != Errno.None)
            return error;
        using (file)
        {
            error = file.Stat(out status);
            if (error != Errno.None)
                return error;
            if (!(status.IsRegular || path.SequenceEqual("/dev/null"u8)) || status.Size > LargestSize)
                return Errno.NotSupported;

            // One byte more than the size, so that the read that leaves room also proves the end.
            if (_buffer.Length <= status.Size)
                _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Max(FirstSize, status.Size + 1));
            int length = file.ReadAt(0, _buffer.AsSpan(0, (int)status.Size + 1));
            if (length != status.Size)
                return length < 0 ? Errno.Io : Errno.TryAgain;
            error = file.Stat(out FileStatus after);
            if (error != Errno.None || !after.IsUnchangedFrom(in status))
                return error != Errno.None ? error : Errno.TryAgain;
            content = _buffer.AsSpan(0, length);
            return Errno.None;
        }
    }
}
