namespace Larder.Units.Tests.Harness;

/// <summary>A test that needs Nix: skipped, and reported so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixFactAttribute : FactAttribute
{
    public NixFactAttribute() => Skip = Obstacle;

    internal static string? Obstacle { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(directory + "/nix-build")) ? null : "needs nix-build (Debian: nix-bin)";
}
