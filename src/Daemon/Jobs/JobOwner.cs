namespace Larder.Daemon.Jobs;

/// <summary>
/// Whoever asks for leases and holds them: one connection. A lease ends by its owner only, or with it
/// (<see cref="JobPool.OwnerGone"/>). Its state is the pool's, under the pool's lock; it belongs to one pool.
/// </summary>
/// <param name="processId">The client's process, as SO_PEERCRED names it; 0 where not known.</param>
internal sealed class JobOwner(int processId)
{
    /// <summary>The client's process; 0 where not known.</summary>
    internal int ProcessId { get; } = processId;

    /// <summary>Leases that are out, by id.</summary>
    internal Dictionary<ulong, JobLease> Leases { get; } = [];

    /// <summary>Requests that wait.</summary>
    internal HashSet<LeaseWaiter> Waiters { get; } = [];

    /// <summary>The connection has ended: nothing is granted any more.</summary>
    internal bool IsGone { get; set; }
}
