namespace Larder.Daemon.Jobs;

/// <summary>Leave to run one compiler, or one replay. Ends by <see cref="JobPool.Release"/>, <see cref="JobPool.TryCapture"/> or with its owner.</summary>
internal sealed class JobLease(ulong id, JobRequest request, bool isNested)
{
    /// <summary>Names the lease towards its client. Never 0, and never used twice.</summary>
    internal ulong Id { get; } = id;

    /// <summary>What was asked for.</summary>
    internal JobRequest Request { get; } = request;

    /// <summary>
    /// Takes no slot: the client was started by a compile or a replay that holds a lease and waits for it; or it is suspended, and its slot went to
    /// others meanwhile. Under the pool's lock.
    /// </summary>
    internal bool IsNested { get; set; } = isNested;

    /// <summary>Whose slot the job runs in; null: nobody's. Under the pool's lock.</summary>
    internal JobLender? Lender { get; init; }

    /// <summary>The flight that this job leads: others wait for its result. Under the pool's lock.</summary>
    internal JobFlight? Flight { get; set; }
}
