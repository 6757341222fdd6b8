namespace Larder.Suites.Harness;

/// <summary>
/// A test that becomes other users or mounts file systems: skipped, and reported so with the reason, where that is not allowed.
/// Mounts are made in a namespace of their own and vanish with the processes in it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(FindObstacle);

    public RootFactAttribute() => Skip = Obstacle;

    /// <summary>Why such tests can't run here, or null.</summary>
    internal static string? Obstacle => Found.Value;

    private static string? FindObstacle()
    {
        if (Environment.UserName != "root")
            return "needs root, to become other users and to mount file systems";
        using Workspace work = new();
        return work.Shell("unshare -m mount -t tmpfs none . && setpriv --reuid 20001 --regid 20000 --clear-groups true").ExitCode == 0
            ? null
            : "root may not mount file systems or become other users here";
    }
}
