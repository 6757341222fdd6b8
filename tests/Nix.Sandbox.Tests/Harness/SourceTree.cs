namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>Places in larder's own tree.</summary>
internal static class SourceTree
{
    internal static string Root => SourceRoot.Directory;

    /// <summary>The published binaries: those beside LARDER_UNDER_TEST, or out/bin.</summary>
    internal static string Binaries { get; } =
        Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") is { Length: > 0 } given
            ? Path.GetDirectoryName(Path.GetFullPath(given))!
            : Path.Combine(Root, "out", "bin");

    /// <summary>The scripts, expressions and projects.</summary>
    internal static string Nix { get; } = Path.Combine(Root, "tests", "nix");
}
