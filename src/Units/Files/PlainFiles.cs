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

    /// <summary>A path is a directory, or below it.</summary>
    internal static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/' || directory == "/");
}
