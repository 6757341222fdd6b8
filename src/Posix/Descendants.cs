namespace Larder.Posix;

/// <summary>The processes that this one has started, and those that they have.</summary>
public static class Descendants
{
    private const int AdoptOrphans = 36; // PR_SET_CHILD_SUBREAPER, prctl(2)

    /// <summary>From now on, whoever of them loses its parent becomes our child instead of init's, and so is found by <see cref="SignalGroup"/>.</summary>
    public static void Adopt() => NativeMethods.prctl(AdoptOrphans, 1, 0, 0, 0);

    /// <summary>
    /// Sends a signal to those of our process group, as a terminal would; whoever has left the group, as daemons do, is not meant. Reads all of /proc. Does nothing
    /// where that is another PID namespace's, for its numbers mean others than ours.
    /// </summary>
    public static void SignalGroup(int signal)
    {
        if (ProcessStatus.OfThisProcess() is not { } self || self.Id != Environment.ProcessId)
            return;
        List<ProcessStatus> others = [];
        foreach (int id in ProcessStatus.AllIds())
        {
            if (ProcessStatus.Of(id) is { } process && process.Id != self.Id)
                others.Add(process);
        }

        HashSet<int> found = [self.Id];
        while (others.RemoveAll(process => found.Contains(process.Parent) && found.Add(process.Id)) > 0)
        {
        }

        foreach (int id in found)
        {
            if (id != self.Id && ProcessStatus.Of(id) is { } process && process.Group == self.Group)
                OtherProcess.Signal(id, signal);
        }
    }
}
