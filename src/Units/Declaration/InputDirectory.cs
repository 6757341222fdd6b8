using Larder.Posix;

namespace Larder.Units.Declaration;

/// <summary>A directory that globs looked into.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Stamp">While it has this, nothing appeared there and nothing went; the default value: to be looked into again.</param>
internal sealed record InputDirectory(string Path, FileStamp Stamp)
{
    /// <summary>The directory as it stands; to be called before it is looked into.</summary>
    internal static InputDirectory Of(string path)
    {
        TimeSpec before = Clock.FileTime;
        return new InputDirectory(path, FileStamp.Of(path).IfSettled(before));
    }
}
