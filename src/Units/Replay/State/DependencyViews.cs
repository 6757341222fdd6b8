using Larder.Posix;
using Larder.Units.Replay.Trees;

namespace Larder.Units.Replay.State;

/// <summary>The dependencies' views.</summary>
internal static class DependencyViews
{
    private const uint TypeMask = 0xF000;
    private const uint RegularType = 0x8000;
    private const uint ExecutableBits = 0x49; // 0111

    /// <summary>All files in them, sorted by path. A link counts with what it leads to: a join of links holds nothing else.</summary>
    internal static SeenDependency[] List(IEnumerable<string> views) =>
    [
        .. views.Distinct(StringComparer.Ordinal).SelectMany(view => Tree.Walk(view)
                .Select(entry => $"{view}/{entry.Path}")
                .Append(view))
            .Select(Seen)
            .OfType<SeenDependency>()
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    internal static DependencyChanges Compare(SeenDependency[] before, SeenDependency[] now)
    {
        if (!before.Select(file => (file.Path, file.Mode & TypeMask)).SequenceEqual(now.Select(file => (file.Path, file.Mode & TypeMask))))
            return DependencyChanges.Everything;
        DependencyChanges changes = DependencyChanges.None;
        for (int i = 0; i < now.Length; i++)
        {
            if (before[i] != now[i])
                changes |= KindOf(now[i].Path);
        }

        // A program may load what has changed, and be run while this is built.
        if (changes.HasFlag(DependencyChanges.Libraries) && now.Any(IsProgram))
            changes |= DependencyChanges.Everything;
        return changes;
    }

    private static SeenDependency? Seen(string path)
    {
        byte[] bytes = ByteText.Encode(path);
        if (FileSystem.Stat(bytes, out FileStatus status) != Errno.None && FileSystem.LinkStat(bytes, out status) != Errno.None)
            return null;
        // A directory's size and time are its names', which are compared themselves.
        return status.IsDirectory
            ? new SeenDependency(path, status.Mode, 0, 0)
            : new SeenDependency(path, status.Mode, status.Size, status.Modified.TotalNanoseconds);
    }

    private static DependencyChanges KindOf(string path)
    {
        if (IsLibrary(path))
            return DependencyChanges.Libraries;
        return path.Contains("/include/", StringComparison.Ordinal) || path.Contains("/nix-support/", StringComparison.Ordinal)
            || path.EndsWith(".pc", StringComparison.Ordinal) || path.EndsWith(".cmake", StringComparison.Ordinal)
            ? DependencyChanges.Interfaces
            : DependencyChanges.Everything;
    }

    private static bool IsProgram(SeenDependency file) => (file.Mode & TypeMask) == RegularType && (file.Mode & ExecutableBits) != 0 && !IsLibrary(file.Path);

    private static bool IsLibrary(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".a", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal);
    }
}
