namespace Larder.Nix.Tests.Harness;

/// <summary>A test that needs Nix's evaluator: skipped, and reported so with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixFactAttribute : FactAttribute
{
    public NixFactAttribute() => Skip = NixPrograms.Obstacle;
}
