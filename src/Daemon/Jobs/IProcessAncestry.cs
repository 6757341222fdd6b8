namespace Larder.Daemon.Jobs;

/// <summary>Who started whom, and who stands still.</summary>
internal interface IProcessAncestry
{
    /// <summary>The parent of a process; 0 where it has none, is gone, or can't be asked. Never throws.</summary>
    public int ParentOf(int processId);

    /// <summary>Suspended by job control (Ctrl-Z, SIGSTOP); false too where that can't be told. Never throws.</summary>
    public bool IsSuspended(int processId);
}
