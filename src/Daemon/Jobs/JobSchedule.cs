namespace Larder.Daemon.Jobs;

/// <summary>
/// Who is next: of the sessions that queue, the one that holds the fewest leases, and of these the one whose turn ended longest ago;
/// within a session, the oldest. So a build of a thousand jobs shares the slots equally with a build of three, and two
/// builds that hold nothing alternate. Under the pool's lock.
/// </summary>
internal sealed class JobSchedule
{
    // Bounded by the waiters and leases: an idle session is forgotten.
    private readonly Dictionary<ulong, JobSession> _sessions = [];
    private long _turns;

    internal IReadOnlyCollection<JobSession> Sessions => _sessions.Values;

    /// <summary>Heavy jobs in the queues.</summary>
    internal int HeavyQueued { get; private set; }

    /// <summary>A request came.</summary>
    internal void AddWaiter(LeaseWaiter waiter) => SessionOf(waiter.Request).Waiting++;

    /// <summary>A request has its outcome.</summary>
    internal void RemoveWaiter(LeaseWaiter waiter)
    {
        Dequeue(waiter);
        JobSession session = SessionOf(waiter.Request);
        session.Waiting--;
        ForgetIdle(session);
    }

    /// <summary>A request that waits wants a slot. It gets the place of its age.</summary>
    internal void Enqueue(LeaseWaiter waiter)
    {
        if (SessionOf(waiter.Request).Enqueue(waiter) && waiter.Request.Weight == JobWeight.Heavy)
            HeavyQueued++;
    }

    /// <summary>A request wants no slot any more (it may wait for a flight); nothing where it was in no queue.</summary>
    internal void Dequeue(LeaseWaiter waiter)
    {
        if (SessionOf(waiter.Request).Dequeue(waiter) && waiter.Request.Weight == JobWeight.Heavy)
            HeavyQueued--;
    }

    internal void AddLease(JobLease lease)
    {
        JobSession session = SessionOf(lease.Request);
        session.Held++;
        session.Turn = ++_turns;
    }

    internal void RemoveLease(JobLease lease)
    {
        JobSession session = SessionOf(lease.Request);
        session.Held--;
        // Its turn ends now: who came meanwhile is before it.
        session.Turn = ++_turns;
        ForgetIdle(session);
    }

    /// <summary>The request that gets the next slot; null where none may run.</summary>
    internal LeaseWaiter? Next(bool heavyMayRun)
    {
        JobSession? best = null;
        LeaseWaiter? head = null;
        foreach (JobSession session in _sessions.Values)
        {
            if (session.Head(heavyMayRun) is not { } first)
                continue;
            if (best is null || session.Held < best.Held || (session.Held == best.Held && session.Turn < best.Turn))
                (best, head) = (session, first);
        }

        return head;
    }

    private JobSession SessionOf(in JobRequest request)
    {
        if (!_sessions.TryGetValue(request.Session, out JobSession? session))
        {
            session = new JobSession(request.Session) { Turn = ++_turns };
            _sessions.Add(session.Id, session);
        }

        return session;
    }

    private void ForgetIdle(JobSession session)
    {
        if (session.IsIdle)
            _sessions.Remove(session.Id);
    }
}
