namespace Larder.Suites.Harness;

/// <summary>A test in a PID namespace of its own: skipped, and reported so with the reason, where none may be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PidNamespaceFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(FindObstacle);

    public PidNamespaceFactAttribute() => Skip = Found.Value;

    private static string? FindObstacle()
    {
        using Workspace work = new();
        return work.Shell("unshare --pid --fork --mount-proc true").ExitCode == 0 ? null : "no PID namespace can be made here (unshare --pid)";
    }
}
