namespace Larder.Daemon.Jobs;

/// <summary>One build, as the pool sees it. Under the pool's lock.</summary>
internal sealed class JobSession(ulong id)
{
    private readonly SortedSet<LeaseWaiter> _ordinary = new(LeaseWaiter.ByAge);
    private readonly SortedSet<LeaseWaiter> _heavy = new(LeaseWaiter.ByAge);

    internal ulong Id { get; } = id;

    /// <summary>Leases that are out, nested ones too.</summary>
    internal int Held { get; set; }

    /// <summary>Requests that wait, those for a flight too.</summary>
    internal int Waiting { get; set; }

    /// <summary>When it last got or gave back a lease, or came: of two that hold the same, the lower is next.</summary>
    internal long Turn { get; set; }

    internal bool IsIdle => Held == 0 && Waiting == 0;

    internal bool Enqueue(LeaseWaiter waiter) => QueueOf(waiter).Add(waiter);

    internal bool Dequeue(LeaseWaiter waiter) => QueueOf(waiter).Remove(waiter);

    /// <summary>The oldest that may run. Ordinary jobs pass a heavy one that waits for memory.</summary>
    internal LeaseWaiter? Head(bool heavyMayRun)
    {
        LeaseWaiter? ordinary = _ordinary.Min;
        LeaseWaiter? heavy = heavyMayRun ? _heavy.Min : null;
        return ordinary is null || (heavy is not null && heavy.Sequence < ordinary.Sequence) ? heavy : ordinary;
    }

    private SortedSet<LeaseWaiter> QueueOf(LeaseWaiter waiter) =>
        waiter.Request.Weight == JobWeight.Heavy ? _heavy : _ordinary;
}
