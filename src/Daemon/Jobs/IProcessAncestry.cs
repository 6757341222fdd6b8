namespace Larder.Daemon.Jobs;

/// <summary>Who started whom.</summary>
internal interface IProcessAncestry
{
    /// <summary>The parent of a process; 0 where it has none, is gone, or can't be asked. Never throws.</summary>
    public int ParentOf(int processId);
}
