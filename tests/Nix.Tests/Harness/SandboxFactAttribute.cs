namespace Larder.Nix.Tests.Harness;

/// <summary>A test that builds in Nix's sandbox: skipped, with the reason, where namespaces can't be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(FindObstacle);

    public SandboxFactAttribute() => Skip = NixPrograms.Obstacle ?? Obstacle.Value;

    private static string? FindObstacle()
    {
        if (Environment.UserName != "root")
            return "needs root, to build in a sandbox without Nix's daemon";
        return NixPrograms.Run("unshare", ["--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "true"]).Status == 0
            ? null
            : "root may not make namespaces here, so Nix has no sandbox";
    }
}
