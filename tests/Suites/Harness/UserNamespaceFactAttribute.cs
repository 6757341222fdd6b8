namespace Larder.Suites.Harness;

/// <summary>A test in a user namespace of a user who isn't root: skipped, and reported so with the reason, where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UserNamespaceFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(FindObstacle);

    public UserNamespaceFactAttribute() => Skip = RootFactAttribute.Obstacle ?? Found.Value;

    private static string? FindObstacle()
    {
        using Workspace work = new();
        return work.Shell("setpriv --reuid 20001 --regid 20000 --clear-groups unshare --user --map-user=1000 --map-group=100 true").ExitCode == 0
            ? null
            : "users may not make user namespaces here";
    }
}
