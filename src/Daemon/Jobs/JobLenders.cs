namespace Larder.Daemon.Jobs;

/// <summary>The processes that hold slots for those below them. Under the pool's lock, but for <see cref="IsEmpty"/>.</summary>
internal sealed class JobLenders
{
    private readonly Dictionary<int, JobLender> _lenders = [];
    private volatile bool _isEmpty = true;

    /// <summary>There is none: nobody's ancestors need be looked at.</summary>
    internal bool IsEmpty => _isEmpty;

    /// <summary>All of them.</summary>
    internal IEnumerable<JobLender> All => _lenders.Values;

    /// <summary>A process got a slot to lend.</summary>
    internal void Add(int process)
    {
        if (!_lenders.TryGetValue(process, out JobLender? lender))
            _lenders.Add(process, lender = new JobLender(process));
        lender.Slots++;
        _isEmpty = false;
    }

    /// <summary>It gave one back. Compiles that still run in it end as they would.</summary>
    internal void Remove(int process)
    {
        JobLender lender = _lenders[process];
        lender.Slots--;
        ForgetIdle(lender);
    }

    /// <summary>A compile waits: for a slot of the lender's too.</summary>
    internal static void AddWaiter(LeaseWaiter waiter) => waiter.Lender?.Waiters.AddLast(waiter);

    /// <summary>It has its outcome.</summary>
    internal void RemoveWaiter(LeaseWaiter waiter)
    {
        if (waiter.Lender is not { } lender)
            return;
        lender.Waiters.Remove(waiter);
        ForgetIdle(lender);
    }

    private void ForgetIdle(JobLender lender)
    {
        if (lender.IsIdle)
            _lenders.Remove(lender.Process);
        _isEmpty = _lenders.Count == 0;
    }

    /// <summary>The nearest of some processes that lends; null: none.</summary>
    internal JobLender? Find(List<int> processes)
    {
        foreach (int process in processes)
        {
            if (_lenders.TryGetValue(process, out JobLender? lender))
                return lender;
        }

        return null;
    }
}
