namespace Larder.Nix.Tests.Harness;

/// <summary>As <see cref="NixFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixTheoryAttribute : TheoryAttribute
{
    public NixTheoryAttribute() => Skip = NixPrograms.Obstacle;
}
