using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>The digest of one file of a source, from the memo where that knows it.</summary>
internal static class SourceReading
{
    /// <summary>Stands for the content of what may not be read: what builds here may not read it either. No content has this digest but this text.</summary>
    internal static Digest Unreadable { get; } = Digest.Of("larder: may not be read"u8);

    /// <summary>Digests a regular file.</summary>
    /// <param name="memo">What is known of files.</param>
    /// <param name="directory">Where it stands.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="path">For people, and to learn what file system it is on.</param>
    /// <param name="status">As it was met; as it was when it was read.</param>
    /// <param name="digest">Its content's digest.</param>
    /// <returns>False where it has vanished meanwhile, or is no regular file any more.</returns>
    /// <exception cref="UnitFault">It can't be read, for another reason than permissions.</exception>
    internal static bool TryDigest(SourceMemo memo, FileDescriptor directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path, ref FileStatus status, out Digest digest)
    {
        if (memo.TryGet(in status, out digest))
            return true;
        TimeSpec read = memo.Now;
        int error = DirectoryEntries.Open(directory, name, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file);
        if (error == Errno.None)
        {
            using (file)
            {
                error = ContentReader.Read(file, out digest, out status, out bool isStable);
                if (error == Errno.None && !status.IsRegular)
                    return false;
                if (error == Errno.None && isStable)
                    memo.Put(in status, in digest, read, path);
            }
        }

        switch (error)
        {
            case Errno.None:
                return true;
            case Errno.AccessDenied or Errno.PermissionDenied:
                digest = Unreadable;
                return true;
            case Errno.NotFound or Errno.TooManyLinks or Errno.NoSuchDevice:
                return false;
            default:
                throw new UnitFault($"{ByteText.Show(path)} can't be read: {Errno.Describe(error)}");
        }
    }
}
