using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Garbage;

/// <summary>The out-links that were made to views: what they lead to stays.</summary>
/// <remarks>
/// One <see cref="StateFile"/> each, named by the digest of the link's path:
/// <code>
/// fields = text link, text target          the link's own path, and the text that it was given
/// </code>
/// A link that is gone, or leads elsewhere by now, holds nothing.
/// </remarks>
internal static class OutLinks
{
    /// <summary>Versions: 1, the first. Two paths, and what is around them.</summary>
    private static readonly StateFormat s_format = new("larder unit link 1", 3 * FileSystem.PathMax);

    /// <summary>Takes down that a link was made.</summary>
    /// <param name="directories">Of the repository.</param>
    /// <param name="link">Its path, absolute.</param>
    /// <param name="target">What it leads to: a view.</param>
    /// <exception cref="UnitFault">It can't be written: then nothing would keep what the link leads to.</exception>
    internal static void Remember(UnitDirectories directories, string link, string target)
    {
        StateWriter writer = new(s_format);
        writer.Text(link);
        writer.Text(target);
        int error = StateFile.TrySave(directories, $"{directories.Links}/{Digest.Of(ByteText.Encode(link))}", writer);
        if (error != Errno.None)
            throw new UnitFault($"the link {link} can't be taken down in {directories.Links}: {Errno.Describe(error)}");
    }

    /// <summary>The units whose views a link holds; and the marks of links that hold nothing any more.</summary>
    internal static HashSet<string> Held(UnitDirectories directories, List<string> dead)
    {
        HashSet<string> units = new(StringComparer.Ordinal);
        string views = directories.Views("");
        foreach (string name in DirectoryNames.InReadable(directories.Links))
        {
            string path = $"{directories.Links}/{name}";
            if (Read(path) is { } link && FileSystem.ReadLink(ByteText.Encode(link.Path)) is { } target && ByteText.Decode(target) == link.Target
                && link.Target.StartsWith(views, StringComparison.Ordinal))
                units.Add(link.Target[views.Length..].Split('/')[0]);
            else
                dead.Add(path);
        }

        return units;
    }

    private static (string Path, string Target)? Read(string path)
    {
        if (StateFile.Open(path, s_format) is not { } reader)
            return null;
        (string Path, string Target) link = (reader.Text(), reader.Text());
        return reader.IsComplete ? link : null;
    }
}
