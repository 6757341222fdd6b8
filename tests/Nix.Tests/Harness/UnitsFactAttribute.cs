namespace Larder.Nix.Tests.Harness;

/// <summary>A test that asks systemd-analyze: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnitsFactAttribute : FactAttribute
{
    public UnitsFactAttribute() => Skip = NixPrograms.Obstacle
        ?? (NixPrograms.Which("systemd-analyze") is null ? "systemd-analyze is not installed (Debian's systemd)" : null);
}
