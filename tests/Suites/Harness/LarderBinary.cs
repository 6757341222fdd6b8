namespace Larder.Suites.Harness;

/// <summary>The published binary that the suites drive.</summary>
public static class LarderBinary
{
    /// <summary>LARDER_UNDER_TEST, or out/bin/larder of this tree.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_UNDER_TEST");
        if (!string.IsNullOrEmpty(given))
            return System.IO.Path.GetFullPath(given);
        string published = SourceRoot.PathOf("out/bin/larder");
        return File.Exists(published)
            ? published
            : throw new InvalidOperationException("no published larder: run './dev build', or set LARDER_UNDER_TEST to its path");
    }
}
