namespace Larder.Daemon.Storing;

/// <summary>Whether work was taken.</summary>
internal enum StoreSubmission
{
    /// <summary>It will be done and disposed of.</summary>
    Accepted,

    /// <summary>Too much is pending: the submitter keeps it, and does it itself before its answer (<see cref="StoreQueue.RunHere"/>).</summary>
    Full,

    /// <summary>The queue takes nothing any more: as <see cref="Full"/>.</summary>
    Closed,
}
