namespace Larder.Units.Tests.Harness;

/// <summary>Where the sources are, and the executables under test.</summary>
internal static class SourceTree
{
    internal static string Root { get; } = Find();

    internal static string Binaries =>
        Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") is { Length: > 0 } given ? Path.GetDirectoryName(given)! : Path.Combine(Root, "out", "bin");

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Daemon.sln")))
            at = at.Parent;
        return at!.FullName;
    }
}
