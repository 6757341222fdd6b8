namespace Larder.Daemon.Jobs;

/// <summary>A request that waits, for a slot or for a flight. Its state is the pool's, under the pool's lock.</summary>
internal sealed class LeaseWaiter(JobRequest request, long sequence, TimeSpan deadline)
{
    // Asynchronous continuations: the pool completes waiters under its lock, where no foreign code may run.
    private readonly TaskCompletionSource<LeaseOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;

    /// <summary>Oldest first: the order within a session.</summary>
    internal static IComparer<LeaseWaiter> ByAge { get; } =
        Comparer<LeaseWaiter>.Create((x, y) => x.Sequence.CompareTo(y.Sequence));

    /// <summary>The one whose patience ends first, first.</summary>
    internal static IComparer<LeaseWaiter> ByDeadline { get; } = Comparer<LeaseWaiter>.Create((x, y) =>
        x.Deadline.CompareTo(y.Deadline) is var order and not 0 ? order : x.Sequence.CompareTo(y.Sequence));

    internal JobRequest Request { get; } = request;

    /// <summary>Place in the order of arrival over all sessions.</summary>
    internal long Sequence { get; } = sequence;

    /// <summary>When patience ends, on the pool's clock.</summary>
    internal TimeSpan Deadline { get; } = deadline;

    /// <summary>The identical jobs that it waits with; null where it is to run by itself.</summary>
    internal JobFlight? Flight { get; set; }

    /// <summary>Whose slots it may run in; null: nobody's.</summary>
    internal JobLender? Lender { get; init; }

    /// <summary>It has an outcome.</summary>
    internal bool IsCompleted => _completion.Task.IsCompleted;

    /// <summary>The outcome, when there is one.</summary>
    internal Task<LeaseOutcome> Outcome => _completion.Task;

    /// <summary>Ends the wait. Once.</summary>
    internal void CompleteUnsynchronized(LeaseOutcome outcome)
    {
        _completion.SetResult(outcome);
        // Not Dispose, which waits for a callback that runs and may itself wait for the pool's lock.
        _cancellation.Unregister();
    }

    /// <summary>Keeps the registration of the caller's token until there is an outcome.</summary>
    internal void KeepUnsynchronized(CancellationTokenRegistration cancellation)
    {
        if (IsCompleted)
            cancellation.Unregister();
        else
            _cancellation = cancellation;
    }
}
