namespace Larder.Nix.Tests.Harness;

/// <summary>A test that has systemd-tmpfiles make directories for other owners: skipped, with the reason, where it can't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfilesFactAttribute : FactAttribute
{
    public TmpfilesFactAttribute() => Skip = NixPrograms.Obstacle
        ?? (NixPrograms.Which("systemd-tmpfiles") is null ? "systemd-tmpfiles is not installed (Debian's systemd)" : null)
        ?? (Environment.UserName != "root" ? "needs root, to give directories to other users" : null);
}
