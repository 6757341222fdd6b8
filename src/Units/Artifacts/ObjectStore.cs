using System.Buffers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Hashing;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>
/// Contents of files by digest: objects/HH/H…, read-only, put in their places whole. They are copies (shared extents where the file system can), never
/// further names of a view's files, which anybody may write to.
/// </summary>
internal sealed class ObjectStore(UnitDirectories directories)
{
    private const int PrefixLength = 2;
    private const int BlockSize = 256 * 1024;
    private const uint ReadOnly = 0x124; // 0444
    private const uint OwnerOnly = 0x180; // 0600

    /// <summary>The path of an object.</summary>
    internal byte[] PathOf(Digest digest)
    {
        string name = digest.ToString();
        return ByteText.Encode($"{directories.Objects}/{name[..PrefixLength]}/{name[PrefixLength..]}");
    }

    /// <summary>The digest that an object's two names stand for.</summary>
    internal static bool TryParse(string prefix, string rest, out Digest digest) =>
        Digest.TryParse(ByteText.Encode(prefix + rest), out digest) && prefix.Length == PrefixLength;

    /// <summary>Whether an object is there with that size.</summary>
    internal bool Has(Digest digest, long size) =>
        FileSystem.LinkStat(PathOf(digest), out FileStatus status) == Errno.None && status.IsRegular && status.Size == size;

    /// <summary>Keeps a file's content.</summary>
    /// <param name="source">The file, open for reading.</param>
    /// <param name="digest">What its content was digested to.</param>
    /// <param name="size">Its size.</param>
    /// <param name="path">For people.</param>
    /// <exception cref="UnitFault">It can't be kept, or the file holds something else by now.</exception>
    internal void Put(FileDescriptor source, Digest digest, long size, string path)
    {
        if (Has(digest, size))
            return;
        int error = Copy(source, out byte[] temporary, out Digest copied);
        if (error == Errno.None && copied != digest)
        {
            FileSystem.Unlink(temporary);
            throw new UnitFault($"{path} was changed while it was stored: something of the build is still running");
        }

        if (error == Errno.None)
            error = FileSystem.ChangeMode(temporary, ReadOnly);
        if (error == Errno.None)
            error = FilePlacement.Move(temporary, PathOf(digest));
        if (error == Errno.None)
            return;
        FileSystem.Unlink(temporary);
        throw new UnitFault($"{path} could not be stored in {directories.Objects}: {Errno.Describe(error)}");
    }

    /// <summary>Copies an object to a temporary file. Null where it is missing or damaged (then it is removed, to be stored anew).</summary>
    /// <exception cref="UnitFault">The copy could not be written.</exception>
    internal byte[]? TryCopy(Digest digest, long size)
    {
        byte[] place = PathOf(digest);
        if (FileSystem.Open(place, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlagsExtensions.NoFollow, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            if (file.Stat(out FileStatus status) == Errno.None && status.IsRegular && status.Size == size)
            {
                int error = Copy(file, out byte[] temporary, out Digest copied);
                if (error == Errno.None && copied == digest)
                    return temporary;
                FileSystem.Unlink(temporary);
                if (error is Errno.NoSpace or Errno.QuotaExceeded)
                    throw new UnitFault($"{directories.Temporary} could not be written: {Errno.Describe(error)}");
            }

            FileSystem.Unlink(place);
            return null;
        }
    }

    /// <summary>Whether an object holds what its name says; reads all of it.</summary>
    internal bool IsSound(Digest digest)
    {
        if (FileSystem.Open(PathOf(digest), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlagsExtensions.NoFollow, out FileDescriptor file) != Errno.None)
            return false;
        using (file)
            return ContentReader.Read(file, out Digest read, out FileStatus status, out _) == Errno.None && status.IsRegular && read == digest;
    }

    /// <summary>Copies a file to a temporary one and digests the copy. An error number.</summary>
    private int Copy(FileDescriptor source, out byte[] path, out Digest digest)
    {
        digest = default;
        int error = FilePlacement.CreateTemporary(directories, OpenFlags.ReadWrite, OwnerOnly, out path, out FileDescriptor target);
        if (error != Errno.None)
            return error;
        using (target)
        {
            return FileClone.TryShareToEnd(source, 0, target)
                ? ContentReader.Read(target, out digest, out _, out _)
                : CopyBytes(source, target, out digest);
        }
    }

    private static int CopyBytes(FileDescriptor source, FileDescriptor target, out Digest digest)
    {
        digest = default;
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            Blake3Hasher hasher = default;
            long at = 0;
            int length;
            while ((length = source.ReadAt(at, block)) > 0)
            {
                hasher.Update(block.AsSpan(0, length));
                int error = target.WriteAll(block.AsSpan(0, length));
                if (error != Errno.None)
                    return error;
                at += length;
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
