using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Hashing;

namespace Larder.Caching.Inputs;

/// <summary>Digests of files by content, remembered by stat between processes where there is a place for that.</summary>
public sealed class FileDigester(IDigestMemo? memory)
{
    private const int BlockSize = 256 * 1024;

    private byte[]? _block;

    /// <summary>The memo, null where there is none (a read-only or unwritable cache).</summary>
    internal IDigestMemo? Memory { get; } = memory;

    /// <summary>
    /// The digest of what a path leads to. An error number: the file's, or <see cref="Errno.Invalid"/> where it is no regular
    /// file (its content can't be told without consuming it) or changed while it was read.
    /// </summary>
    public int Digest(ReadOnlySpan<byte> path, out Digest digest, out FileStatus status)
    {
        int error = FileSystem.Stat(path, out status);
        digest = default;
        return error != Errno.None ? error : Digest(path, in status, out digest);
    }

    /// <summary>The same for a file that was looked at already.</summary>
    public int Digest(ReadOnlySpan<byte> path, in FileStatus status, out Digest digest)
    {
        digest = default;
        if (!status.IsRegular)
        {
            if (!path.SequenceEqual("/dev/null"u8))
                return status.IsDirectory ? Errno.IsADirectory : Errno.Invalid;
            digest = Larder.Storage.Digest.Of([]);
            return Errno.None;
        }

        if (Memory is not null && Memory.TryGet(in status, out digest, out _))
            return Errno.None;
        int error = FileSystem.Open(path, OpenFlags.ReadOnly, out FileDescriptor file);
        if (error != Errno.None)
            return error;
        using (file)
        {
            error = Hash(file, out digest, out FileStatus read);
            if (error != Errno.None || !read.IsUnchangedFrom(in status))
                return error != Errno.None ? error : Errno.Invalid;
            Memory?.Put(in status, in digest, 0, path);
        }

        return Errno.None;
    }

    private int Hash(FileDescriptor file, out Digest digest, out FileStatus status)
    {
        byte[] block = _block ??= GC.AllocateUninitializedArray<byte>(BlockSize);
        Blake3Hasher hasher = new();
        digest = default;
        status = default;
        while (true)
        {
            int n = file.Read(block, out int error);
            if (n < 0)
                return error;
            if (n == 0)
                break;
            hasher.Update(block.AsSpan(0, n));
        }

        Span<byte> bytes = stackalloc byte[Larder.Storage.Digest.Size];
        hasher.Finish(bytes);
        digest = Larder.Storage.Digest.FromBytes(bytes);
        return file.Stat(out status);
    }

    /// <summary>The digest of the sorted names in a directory, and the directory's status from before it was read.</summary>
    public static int DigestListing(ReadOnlySpan<byte> directory, out Digest digest)
    {
        digest = default;
        int error = DirectoryReader.Open(directory, out DirectoryReader reader);
        if (error != Errno.None)
            return error;
        List<byte[]> names = [];
        using (reader)
        {
            while (reader.Read())
                names.Add(reader.Name.ToArray());
        }

        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        KeyRecord key = KeyRecord.For("listing"u8, 1);
        foreach (byte[] name in names)
            key.Add("name"u8, name);
        digest = key.Finish();
        return Errno.None;
    }
}
