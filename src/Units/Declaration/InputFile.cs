using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Hashing;

namespace Larder.Units.Declaration;

/// <summary>A file that an evaluation depends on.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Content">Digest of its content, of whether it may be executed, and of the link's text where it is reached by one; the default value: nothing was there.</param>
/// <param name="IsFound">A glob leads to it.</param>
/// <param name="Stamp">What it was told by; the default value: to be read again.</param>
internal sealed record InputFile(string Path, Digest Content, bool IsFound, FileStamp Stamp)
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The file as it stands now.</summary>
    internal static InputFile Of(string path, bool isFound)
    {
        TimeSpec before = Clock.FileTime;
        FileStamp stamp = FileStamp.Of(path);
        return new InputFile(path, Read(ByteText.Encode(path)), isFound, stamp.IfSettled(before));
    }

    private static Digest Read(byte[] path)
    {
        // A link whose target is missing is as good as nothing, as it is for Nix.
        if (FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file) is not Errno.None and int error)
            return Errno.SaysAbsent(error) ? default : Digest.Of("unreadable"u8);
        Blake3Hasher hasher = default;
        using (file)
        {
            if (file.Stat(out FileStatus status) != Errno.None || !status.IsRegular)
                return Digest.Of("no file"u8);
            hasher.Update((status.Permissions & 0x40) != 0 ? "executable\n"u8 : "file\n"u8);
            if (FileSystem.ReadLink(path) is { } target)
                hasher.Update([.. "link "u8, .. target, 0]);
            byte[] block = new byte[BlockSize];
            for (int n; (n = file.Read(block, out _)) > 0;)
                hasher.Update(block.AsSpan(0, n));
        }

        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }
}
