namespace Larder.Testing;

/// <summary>The tree that the tests were built from.</summary>
internal static class SourceRoot
{
    /// <summary>Its directory.</summary>
    internal static string Directory { get; } = Find();

    /// <summary>A file or directory of it.</summary>
    /// <param name="path">Relative to its directory.</param>
    internal static string PathOf(string path) => Path.Combine(Directory, path);

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Daemon.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException("the tests don't run below the tree that they were built from");
    }
}
