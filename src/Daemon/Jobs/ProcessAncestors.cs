namespace Larder.Daemon.Jobs;

/// <summary>Whom a process descends from.</summary>
internal static class ProcessAncestors
{
    /// <summary>Ancestors looked at: shells, make and wrappers nest less deep than this.</summary>
    private const int Most = 64;

    /// <summary>
    /// The nearest first, without init; none where that can't be told. Reads files. Holders of leases live as long as these, so a process id
    /// that is used again meanwhile leads at worst to one compile too many.
    /// </summary>
    internal static List<int> AncestorsOf(this IProcessAncestry ancestry, int process)
    {
        List<int> ancestors = [];
        while (ancestors.Count < Most && process > 1 && (process = ancestry.ParentOf(process)) > 1)
            ancestors.Add(process);
        return ancestors;
    }
}
