namespace Larder.Units.Tests.Harness;

/// <summary>Like <see cref="NixFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NixTheoryAttribute : TheoryAttribute
{
    public NixTheoryAttribute() => Skip = NixFactAttribute.Obstacle;
}
