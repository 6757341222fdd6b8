namespace Larder.Projects.Comparing;

/// <summary>Compares everything that stands in two directories: files byte for byte and by mode, links by where they lead.</summary>
internal static class Tree
{
    /// <summary>How many files stand there.</summary>
    internal static int Count(string root) => Entries(root).Count;

    /// <summary>The paths, relative to the roots, at which the two are not the same.</summary>
    internal static SortedSet<string> Differences(string expected, string actual)
    {
        var expectedEntries = Entries(expected);
        var actualEntries = Entries(actual);
        var differences = new SortedSet<string>(expectedEntries.Keys, StringComparer.Ordinal);
        differences.SymmetricExceptWith(actualEntries.Keys);
        foreach (var (path, entry) in expectedEntries)
        {
            if (actualEntries.TryGetValue(path, out var other) && !AreEqual(entry, other))
                differences.Add(path);
        }

        return differences;
    }

    /// <summary>Everything but directories, by its path. Links are not followed.</summary>
    private static Dictionary<string, FileSystemInfo> Entries(string root)
    {
        var entries = new Dictionary<string, FileSystemInfo>(StringComparer.Ordinal);
        Add(new DirectoryInfo(root));
        return entries;

        void Add(DirectoryInfo directory)
        {
            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo below && below.LinkTarget is null)
                    Add(below);
                else
                    entries.Add(Path.GetRelativePath(root, entry.FullName), entry);
            }
        }
    }

    private static bool AreEqual(FileSystemInfo expected, FileSystemInfo actual) =>
        expected.LinkTarget == actual.LinkTarget
        && (expected.LinkTarget is not null || (expected is FileInfo one && actual is FileInfo other && AreEqual(one, other)));

    private static bool AreEqual(FileInfo expected, FileInfo actual) =>
        expected.UnixFileMode == actual.UnixFileMode && expected.Length == actual.Length && Content(expected).AsSpan().SequenceEqual(Content(actual));

    private static byte[] Content(FileInfo file)
    {
        var content = File.ReadAllBytes(file.FullName);
        Archive.Normalize(content);
        return content;
    }
}
