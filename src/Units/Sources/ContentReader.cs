using System.Buffers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Hashing;

namespace Larder.Units.Sources;

/// <summary>Digests of files' contents.</summary>
internal static class ContentReader
{
    private const int BlockSize = 256 * 1024;
    private const int SmallBlockSize = 32 * 1024;

    /// <summary>How often a file that changes while it is read is read again. What was read last then counts: it is no content that ever was, and so no key that is met again.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Digests an open file from its start. An error number.</summary>
    /// <param name="file">The file.</param>
    /// <param name="digest">The content's digest.</param>
    /// <param name="status">The file's status, the same before and after where <paramref name="isStable"/>.</param>
    /// <param name="isStable">It didn't change while it was read.</param>
    internal static int Read(FileDescriptor file, out Digest digest, out FileStatus status, out bool isStable)
    {
        digest = default;
        isStable = false;
        int error = file.Stat(out status);
        for (int attempt = 0; attempt < MaxAttempts && error == Errno.None && !isStable; attempt++)
        {
            FileStatus before = status;
            error = Hash(file, status.Size, out digest);
            if (error == Errno.None)
                error = file.Stat(out status);
            isStable = error == Errno.None && status.IsUnchangedFrom(in before);
        }

        return error;
    }

    private static int Hash(FileDescriptor file, long size, out Digest digest)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(size < SmallBlockSize ? SmallBlockSize : BlockSize);
        try
        {
            // A small file in one piece needs no tree.
            int length = file.ReadAt(0, block);
            if (length < block.Length)
            {
                digest = length < 0 ? default : Digest.Of(block.AsSpan(0, length));
                return length < 0 ? Errno.Io : Errno.None;
            }

            Blake3Hasher hasher = default;
            long at = 0;
            while (length > 0)
            {
                hasher.Update(block.AsSpan(0, length));
                at += length;
                length = file.ReadAt(at, block);
            }

            Span<byte> bytes = stackalloc byte[Digest.Size];
            hasher.Finish(bytes);
            digest = Digest.FromBytes(bytes);
            return length < 0 ? Errno.Io : Errno.None;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
