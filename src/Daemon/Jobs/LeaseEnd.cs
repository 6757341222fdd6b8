namespace Larder.Daemon.Jobs;

/// <summary>How a job ended, which decides what those do who wait for its result.</summary>
internal enum LeaseEnd
{
    /// <summary>The result can be looked up: all who wait do so.</summary>
    Stored,

    /// <summary>Storing failed: the next one who waits runs the job, the others wait on.</summary>
    NotStored,

    /// <summary>The client gave up, was interrupted or killed: as <see cref="NotStored"/>.</summary>
    Dropped,

    /// <summary>The compiler failed: nothing is stored, and each who waits runs it, to show its own diagnostics.</summary>
    CompilerFailed,

    /// <summary>Nothing can be stored by the job's nature (it reads the date, say): each runs by itself, for the next one couldn't store either.</summary>
    Unstorable,
}
