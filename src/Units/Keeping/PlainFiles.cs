using Larder.Posix;

namespace Larder.Units.Keeping;

/// <summary>Small things that are done with files of text paths.</summary>
internal static class PlainFiles
{
    private const uint DirectoryMode = 0x1FF; // 0777, less the umask
    private const uint FileMode = 0x1B6;      // 0666, less the umask

    /// <summary>Writes a file under another name in its directory, which is made where it is missing, and renames it. False where that failed.</summary>
    internal static bool Replace(string path, ReadOnlySpan<byte> content)
    {
        byte[] target = ByteText.Encode(path);
        byte[] digits = new byte[16];
        RandomNames.Fill(digits);
        byte[] temporary = [.. target, (byte)'.', .. digits];
        _ = FileSystem.MakeDirectories(ByteString.DirectoryPrefix(target).TrimEnd((byte)'/'), DirectoryMode);
        if (FileSystem.Open(temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, FileMode) != Errno.None)
            return false;
        int error;
        using (file)
            error = file.WriteAll(content);
        if (error == Errno.None && FileSystem.Rename(temporary, target) == Errno.None)
            return true;
        _ = FileSystem.Unlink(temporary);
        return false;
    }

    /// <summary>realpath(3); null where the path leads nowhere.</summary>
    internal static string? Real(string path) => FileSystem.RealPath(ByteText.Encode(path)) is { } real ? ByteText.Decode(real) : null;

    /// <summary>Follows links; false where nothing is there.</summary>
    internal static bool Stat(string path, out FileStatus status) => FileSystem.Stat(ByteText.Encode(path), out status) == Errno.None;

    internal static bool IsFile(string path) => Stat(path, out FileStatus status) && status.IsRegular;

    internal static bool IsDirectory(string path) => Stat(path, out FileStatus status) && status.IsDirectory;

    /// <summary>A directory's names, sorted; none where it can't be read.</summary>
    internal static List<string> Names(string directory)
    {
        List<string> names = [];
        if (DirectoryReader.Open(ByteText.Encode(directory), out DirectoryReader reader) != Errno.None)
            return names;
        using (reader)
        {
            while (reader.Read())
                names.Add(ByteText.Decode(reader.Name));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>A path is a directory, or below it.</summary>
    internal static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/' || directory == "/");
}
