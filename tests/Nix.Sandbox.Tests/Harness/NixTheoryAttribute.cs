namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>Like <see cref="NixFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixTheoryAttribute : TheoryAttribute
{
    public NixTheoryAttribute() => Skip = NixMachine.WhyNot;
}
