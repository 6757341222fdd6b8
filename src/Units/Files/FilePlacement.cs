using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Files;

/// <summary>
/// Puts files of larder's own in their places: whoever looks at one sees all of an earlier or all of a later one, whatever is killed. Each is written in the
/// repository's temporary directory first, which the next that holds the lock empties, so what is killed leaves nothing elsewhere. Nothing is synchronised to the disk.
/// </summary>
internal static class FilePlacement
{
    private const uint FileMode = 0x1B4; // 0664
    private const uint DirectoryMode = 0x1FF; // 0777, less the umask

    /// <summary>Puts a file in its place; the directories above it are made where they are missing.</summary>
    /// <exception cref="UnitFault">It could not be written.</exception>
    internal static void Put(UnitDirectories directories, string path, ReadOnlySpan<byte> content)
    {
        int error = TryPut(directories, path, content);
        if (error != Errno.None)
            throw new UnitFault($"{path} can't be written: {Errno.Describe(error)}");
    }

    /// <summary>The same for what can be made again. An error number.</summary>
    internal static int TryPut(UnitDirectories directories, string path, ReadOnlySpan<byte> content)
    {
        int error = PutOnce(directories, path, content);

        // One that doesn't hold the lock may have its temporary file taken away by the one that does.
        return error == Errno.NotFound ? PutOnce(directories, path, content) : error;
    }

    /// <summary>A path in the temporary directory that nothing stands at.</summary>
    internal static byte[] NewTemporary(UnitDirectories directories)
    {
        Span<byte> digits = stackalloc byte[16];
        RandomNames.Fill(digits);
        return ByteString.Concat(ByteText.Encode(directories.Temporary), "/"u8, digits);
    }

    /// <summary>Makes a file in the temporary directory. An error number.</summary>
    internal static int CreateTemporary(UnitDirectories directories, OpenFlags access, uint mode, out byte[] path, out FileDescriptor file)
    {
        path = NewTemporary(directories);
        OpenFlags flags = access | OpenFlags.Create | OpenFlags.Exclusive;
        int error = FileSystem.Open(path, flags, out file, mode);
        return error == Errno.NotFound && FileSystem.MakeDirectories(ByteText.Encode(directories.Temporary), DirectoryMode) == Errno.None
            ? FileSystem.Open(path, flags, out file, mode)
            : error;
    }

    /// <summary>Moves a temporary file to its place. Where that fails it is removed. An error number.</summary>
    internal static int Move(byte[] temporary, byte[] place)
    {
        int error = FileSystem.Rename(temporary, place);
        if (error == Errno.NotFound && FileSystem.MakeDirectories(ByteString.DirectoryPrefix(place)[..^1], DirectoryMode) == Errno.None)
            error = FileSystem.Rename(temporary, place);
        if (error != Errno.None)
            FileSystem.Unlink(temporary);
        return error;
    }

    private static int PutOnce(UnitDirectories directories, string path, ReadOnlySpan<byte> content)
    {
        int error = CreateTemporary(directories, OpenFlags.WriteOnly, FileMode, out byte[] temporary, out FileDescriptor file);
        if (error != Errno.None)
            return error;
        using (file)
            error = file.WriteAll(content);
        if (error == Errno.None)
            return Move(temporary, ByteText.Encode(path));
        FileSystem.Unlink(temporary);
        return error;
    }
}
