using Larder.Posix;

namespace Larder.Units.Files;

/// <summary>Small things that are done with files of text paths.</summary>
internal static class PlainFiles
{
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
