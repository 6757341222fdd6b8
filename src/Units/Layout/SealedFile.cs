using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Layout;

/// <summary>A small file of own state: written whole or not at all, and what was damaged is not there.</summary>
/// <remarks>
/// <code>
/// file = head:8 checksum:32 content
/// head = names the format and its version; another is as no file
/// </code>
/// The checksum is BLAKE3 of the head and the content. Nothing is synchronised to the disk: what a power cut leaves half written fails its checksum.
/// </remarks>
internal static class SealedFile
{
    internal const int HeadSize = 8;

    private const int OverheadSize = HeadSize + Digest.Size;
    private const uint FileMode = 0x1B4; // 0664
    private const uint DirectoryMode = 0x1FF; // 0777, less the umask

    /// <summary>Reads a file's content. Null where there is none, or it is damaged, of another form, or longer than the limit.</summary>
    internal static ReadOnlyMemory<byte>? Read(string path, ReadOnlySpan<byte> head, long limit)
    {
        if (FileSystem.ReadAll(ByteText.Encode(path), out _, limit + OverheadSize) is not { } file || file.Length < OverheadSize || !file.AsSpan().StartsWith(head))
            return null;
        return Checksum(head, file.AsSpan(OverheadSize)) == Digest.FromBytes(file.AsSpan(HeadSize)) ? file.AsMemory(OverheadSize) : null;
    }

    /// <summary>Puts a file in its place, the directories above it too. An error number.</summary>
    /// <param name="directories">Whose temporary directory it is written in first: what is killed leaves nothing elsewhere.</param>
    /// <param name="path">Its place, on the same file system.</param>
    /// <param name="head">The format's.</param>
    /// <param name="content">What it holds.</param>
    internal static int Write(UnitDirectories directories, string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        byte[] temporary = NewTemporary(directories);
        const OpenFlags Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        int error = FileSystem.Open(temporary, Flags, out FileDescriptor file, FileMode);
        if (error == Errno.NotFound && FileSystem.MakeDirectories(ByteText.Encode(directories.Temporary), DirectoryMode) == Errno.None)
            error = FileSystem.Open(temporary, Flags, out file, FileMode);
        if (error != Errno.None)
            return error;
        using (file)
        {
            byte[] whole = new byte[OverheadSize + content.Length];
            head.CopyTo(whole);
            Checksum(head, content).CopyTo(whole.AsSpan(HeadSize));
            content.CopyTo(whole.AsSpan(OverheadSize));
            error = file.WriteAll(whole);
        }

        byte[] place = ByteText.Encode(path);
        if (error == Errno.None)
            error = FileSystem.Rename(temporary, place);
        if (error == Errno.NotFound && FileSystem.MakeDirectories(ByteString.DirectoryPrefix(place)[..^1], DirectoryMode) == Errno.None)
            error = FileSystem.Rename(temporary, place);
        if (error != Errno.None)
            FileSystem.Unlink(temporary);
        return error;
    }

    /// <summary>A path in the temporary directory that nothing stands at.</summary>
    internal static byte[] NewTemporary(UnitDirectories directories)
    {
        Span<byte> digits = stackalloc byte[16];
        RandomNames.Fill(digits);
        return ByteString.Concat(ByteText.Encode(directories.Temporary), "/"u8, digits);
    }

    private static Digest Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        Storage.Hashing.Blake3Hasher hasher = default;
        hasher.Update(head);
        hasher.Update(content);
        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }
}
