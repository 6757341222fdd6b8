namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>A test that builds in Nix's sandbox: skipped, and reported so with the reason, where that can't be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixFactAttribute : FactAttribute
{
    public NixFactAttribute() => Skip = NixMachine.WhyNot;
}
