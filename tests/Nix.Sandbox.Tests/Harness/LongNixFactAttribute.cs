namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>Like <see cref="NixFactAttribute"/>, for what takes many minutes: only in <c>./dev test --long</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongNixFactAttribute : FactAttribute
{
    public LongNixFactAttribute() => Skip = TestLength.IsLong ? NixMachine.WhyNot : "takes many minutes: ./dev test --long";
}
