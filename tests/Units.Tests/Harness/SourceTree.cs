namespace Larder.Units.Tests.Harness;

/// <summary>Where the sources are, and the executables under test.</summary>
internal static class SourceTree
{
    internal static string Root => SourceRoot.Directory;

    internal static string Binaries =>
        Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") is { Length: > 0 } given ? Path.GetDirectoryName(given)! : Path.Combine(Root, "out", "bin");
}
