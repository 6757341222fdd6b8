using System.Diagnostics.CodeAnalysis;

namespace Larder.Daemon.Jobs;

/// <summary>
/// Admits compiles: at most so many at once over all builds of the machine, fairly between builds, and identical ones only once.
/// Hits never come here. The compiler itself is the client's child; the pool knows leases only.
/// <para>
/// Every wait ends: by a lease, by an identical job's result, by patience, by the caller's token, by the owner's end or by draining.
/// A compile that itself starts compiles under larder can't wait for itself: the client that descends from a lease's holder
/// gets a lease at once, over the limit, and where that kinship can't be seen, patience ends the wait. The replay of a unit's phases
/// holds a lease too, and lends its slot to the compiles that it starts (<see cref="JobLender"/>), one after the other.
/// </para>
/// Thread-safe: one lock, held for no system call but a look at the memory where heavy jobs compete; no foreign code runs under it.
/// </summary>
internal sealed class JobPool : IDisposable
{
    /// <summary>
    /// Each is a connection and a blocked client process, of which a build has as many as its -j. Beyond, clients compile without
    /// asking for long: the queue would be worth minutes for each of them.
    /// </summary>
    internal const int MaxWaiters = 4096;

    /// <summary>Leases over the limit come one for each nested build tool's job; a run-away wrapper must end somewhere.</summary>
    internal const int MaxNested = 1024;

    /// <summary>Longer than almost any compile takes; a client that waits for more has nothing from a cache.</summary>
    internal static readonly TimeSpan MaxPatience = TimeSpan.FromMinutes(10);

    /// <summary>What a heavy job may grow to: LTO of a big library, or one source of several megabytes, in bytes.</summary>
    internal const long HeavyJobMemory = 2L << 30;

    /// <summary>How long a heavy job waits until memory is looked at again: memory comes back without telling us.</summary>
    internal static readonly TimeSpan MemoryRecheck = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often holders are looked at while somebody waits: one that is suspended (Ctrl-Z) runs no compiler, may stay so for days, and gives
    /// its slot to others. When it goes on, it does so over the limit.
    /// </summary>
    internal static readonly TimeSpan HolderRecheck = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IMemoryGauge _memory;
    private readonly IProcessAncestry _ancestry;
    private readonly long _start;
    private readonly ITimer _timer;

    private readonly LeaseIds _ids = new();
    private readonly JobSchedule _schedule = new();
    private readonly JobFlights _flights;
    private readonly JobLenders _lenders = new();
    private readonly SortedSet<LeaseWaiter> _waiters = new(LeaseWaiter.ByDeadline);
    private readonly Dictionary<int, int> _leasesByProcess = [];
    private readonly HashSet<JobLease> _leases = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;
    private int _held;
    private int _nested;
    private int _heavy;
    private bool _draining;

    /// <summary>When the timer goes off, on the pool's clock; MaxValue where it is not set.</summary>
    private TimeSpan _wakeUp = TimeSpan.MaxValue;

    /// <param name="maxJobs">Slots; at least 1.</param>
    /// <param name="time">The clock of patience.</param>
    /// <param name="memory">What decides about heavy jobs.</param>
    /// <param name="ancestry">What tells nested clients.</param>
    internal JobPool(int maxJobs, TimeProvider time, IMemoryGauge memory, IProcessAncestry ancestry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxJobs, 1);
        MaxJobs = maxJobs;
        (_time, _memory, _ancestry) = (time, memory, ancestry);
        _flights = new JobFlights(_schedule);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static pool => ((JobPool)pool!).WakeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Slots.</summary>
    internal int MaxJobs { get; }

    /// <summary>Ends when, after <see cref="BeginDrain"/>, all leases are back. Whoever waits for it sets the limit.</summary>
    internal Task Drained => _drained.Task;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>
    /// Waits for a lease. Never throws for cancellation: that is an outcome. Where a lease was granted and can't be handed
    /// over (the call was cancelled in that moment), the caller drops it.
    /// </summary>
    internal ValueTask<LeaseOutcome> AcquireAsync(JobRequest request, CancellationToken cancellation)
    {
        TimeSpan patience = request.Patience < MaxPatience ? request.Patience : MaxPatience;
        List<int> ancestors = _lenders.IsEmpty || request.Lends ? [] : _ancestry.AncestorsOf(request.Owner.ProcessId);
        LeaseWaiter waiter;
        lock (_lock)
        {
            if (request.Owner.IsGone || cancellation.IsCancellationRequested)
                return ValueTask.FromResult(LeaseOutcome.Without(LeaseOutcomeKind.Cancelled));
            if (_draining)
                return ValueTask.FromResult(LeaseOutcome.Without(LeaseOutcomeKind.Draining));
            if (_waiters.Count >= MaxWaiters)
                return ValueTask.FromResult(LeaseOutcome.Without(LeaseOutcomeKind.Busy));
            waiter = new LeaseWaiter(request, _sequence++, Now + patience) { Lender = _lenders.Find(ancestors) };
            AddWaiterUnsynchronized(waiter);
            GrantUnsynchronized();
        }

        if (!waiter.IsCompleted)
            ConsiderNested(waiter, patience);
        if (!waiter.IsCompleted && cancellation.CanBeCanceled)
        {
            // Outside the lock: a token that is cancelled already calls back at once.
            CancellationTokenRegistration registration = cancellation.UnsafeRegister(state => Cancel((LeaseWaiter)state!), waiter);
            lock (_lock)
                waiter.KeepUnsynchronized(registration);
        }

        return new ValueTask<LeaseOutcome>(waiter.Outcome);
    }

    /// <summary>
    /// Ends a lease, and frees its slot. False where this owner holds no such lease (any more): another's is never touched.
    /// </summary>
    internal bool Release(JobOwner owner, ulong lease, LeaseEnd end)
    {
        lock (_lock)
        {
            if (!owner.Leases.Remove(lease, out JobLease? ended))
                return false;
            ReturnUnsynchronized(ended);
            if (ended.Flight is { } flight)
                EndFlightUnsynchronized(flight, end);
            GrantUnsynchronized();
            return true;
        }
    }

    /// <summary>
    /// Ends a lease whose outputs are captured, and frees its slot; those who wait for its result wait on until the ticket lands.
    /// False, and null, where this owner holds no such lease.
    /// </summary>
    internal bool TryCapture(JobOwner owner, ulong lease, [NotNullWhen(true)] out FlightTicket? ticket)
    {
        lock (_lock)
        {
            if (!owner.Leases.Remove(lease, out JobLease? ended))
            {
                ticket = null;
                return false;
            }

            ticket = new FlightTicket(this, ended.Flight);
            ReturnUnsynchronized(ended);
            GrantUnsynchronized();
            return true;
        }
    }

    /// <summary>The connection has ended: its leases are dropped, its requests cancelled, and it gets nothing any more. Idempotent.</summary>
    internal void OwnerGone(JobOwner owner)
    {
        lock (_lock)
        {
            owner.IsGone = true;
            foreach (LeaseWaiter waiter in owner.Waiters.ToArray())
                EndWaitUnsynchronized(waiter, LeaseOutcome.Without(LeaseOutcomeKind.Cancelled));
            foreach (JobLease lease in owner.Leases.Values)
            {
                ReturnUnsynchronized(lease);
                if (lease.Flight is { } flight)
                    EndFlightUnsynchronized(flight, LeaseEnd.Dropped);
            }

            owner.Leases.Clear();
            GrantUnsynchronized();
        }
    }

    /// <summary>Grants nothing any more, and sends away who waits. Leases that are out may complete. Idempotent.</summary>
    internal void BeginDrain()
    {
        lock (_lock)
        {
            _draining = true;
            foreach (LeaseWaiter waiter in _waiters.ToArray())
                EndWaitUnsynchronized(waiter, LeaseOutcome.Without(LeaseOutcomeKind.Draining));
            if (_held + _nested == 0)
                _drained.TrySetResult();
        }
    }

    /// <summary>What GetStatus shows.</summary>
    internal JobPoolSnapshot Snapshot()
    {
        lock (_lock)
        {
            List<JobSessionSnapshot> sessions = new(_schedule.Sessions.Count);
            foreach (JobSession session in _schedule.Sessions)
                sessions.Add(new JobSessionSnapshot(session.Id, session.Held, session.Waiting));
            return new JobPoolSnapshot(MaxJobs, _held + _nested, _nested, _waiters.Count, _flights.Count, _draining, sessions);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        BeginDrain();
        _timer.Dispose();
    }

    /// <summary>A flight whose leader has no lease any more is over.</summary>
    internal void Land(JobFlight flight, LeaseEnd end)
    {
        lock (_lock)
        {
            EndFlightUnsynchronized(flight, end);
            GrantUnsynchronized();
        }
    }

    /// <summary>A client below a lease's holder doesn't wait: the holder waits for it. Nor does one without patience.</summary>
    private void ConsiderNested(LeaseWaiter waiter, TimeSpan patience)
    {
        // Reads files, so outside the lock.
        List<int> ancestors = _ancestry.AncestorsOf(waiter.Request.Owner.ProcessId);
        lock (_lock)
        {
            if (waiter.IsCompleted)
                return;
            if (_nested < MaxNested && ancestors.Exists(_leasesByProcess.ContainsKey))
                GrantUnsynchronized(waiter, nested: true);
            else if (patience <= TimeSpan.Zero)
                EndWaitUnsynchronized(waiter, LeaseOutcome.Without(LeaseOutcomeKind.TimedOut));
        }
    }

    private void Cancel(LeaseWaiter waiter)
    {
        lock (_lock)
        {
            if (!waiter.IsCompleted)
                EndWaitUnsynchronized(waiter, LeaseOutcome.Without(LeaseOutcomeKind.Cancelled));
        }
    }

    private void WakeUp()
    {
        List<JobLease> suspended = FindSuspended();
        lock (_lock)
        {
            _wakeUp = TimeSpan.MaxValue;
            foreach (JobLease lease in suspended)
                LendSlotUnsynchronized(lease);
            TimeSpan now = Now;
            while (_waiters.Min is { } first && first.Deadline <= now)
                EndWaitUnsynchronized(first, LeaseOutcome.Without(LeaseOutcomeKind.TimedOut));
            GrantUnsynchronized();
        }
    }

    /// <summary>Reads files, so outside the lock.</summary>
    private List<JobLease> FindSuspended()
    {
        List<JobLease> leases = [];
        lock (_lock)
        {
            if (_waiters.Count > 0)
                leases.AddRange(_leases.Where(static lease => !lease.IsNested));
        }

        leases.RemoveAll(lease => !_ancestry.IsSuspended(lease.Request.Owner.ProcessId));
        return leases;
    }

    /// <summary>Its holder stands still: others get the slot, and those who wait for its result make it themselves.</summary>
    private void LendSlotUnsynchronized(JobLease lease)
    {
        if (lease.IsNested || _nested >= MaxNested || !_leases.Contains(lease))
            return;
        lease.IsNested = true;
        _held--;
        _nested++;
        if (lease.Flight is not { } flight)
            return;
        lease.Flight = null;
        EndFlightUnsynchronized(flight, LeaseEnd.Dropped);
    }

    private void AddWaiterUnsynchronized(LeaseWaiter waiter)
    {
        _waiters.Add(waiter);
        waiter.Request.Owner.Waiters.Add(waiter);
        _schedule.AddWaiter(waiter);
        _flights.Join(waiter);
        JobLenders.AddWaiter(waiter);
    }

    private void EndWaitUnsynchronized(LeaseWaiter waiter, LeaseOutcome outcome)
    {
        _waiters.Remove(waiter);
        waiter.Request.Owner.Waiters.Remove(waiter);
        _schedule.RemoveWaiter(waiter);
        _flights.Leave(waiter);
        _lenders.RemoveWaiter(waiter);
        waiter.CompleteUnsynchronized(outcome);
    }

    /// <summary>Gives free slots to whoever is next, and sets the timer for what time alone brings.</summary>
    private void GrantUnsynchronized()
    {
        LendUnsynchronized();
        while (_held < MaxJobs && _schedule.Next(HeavyMayRunUnsynchronized()) is { } waiter)
        {
            GrantUnsynchronized(waiter, nested: false);
            if (waiter.Request.Lends)
                LendUnsynchronized();
        }

        SetTimerUnsynchronized();
    }

    private void LendUnsynchronized()
    {
        foreach (JobLender lender in _lenders.All.ToArray())
        {
            while (lender.Next(HeavyMayRunUnsynchronized()) is { } waiter)
                GrantUnsynchronized(waiter, nested: true, lender);
        }
    }

    private void GrantUnsynchronized(LeaseWaiter waiter, bool nested, JobLender? lender = null)
    {
        JobLease lease = new(_ids.Next(), waiter.Request, nested) { Lender = lender };
        if (lender is not null)
            lender.Lent++;
        _flights.Lead(waiter, lease);
        _ = nested ? _nested++ : _held++;
        if (lease.Request.Weight == JobWeight.Heavy)
            _heavy++;
        JobOwner owner = lease.Request.Owner;
        owner.Leases.Add(lease.Id, lease);
        _leases.Add(lease);
        if (lease.Request.Lends)
            _lenders.Add(owner.ProcessId);
        else if (owner.ProcessId > 0)
            _leasesByProcess[owner.ProcessId] = _leasesByProcess.GetValueOrDefault(owner.ProcessId) + 1;
        _schedule.AddLease(lease);
        EndWaitUnsynchronized(waiter, LeaseOutcome.Granted(lease));
    }

    private void ReturnUnsynchronized(JobLease lease)
    {
        _leases.Remove(lease);
        _ = lease.IsNested ? _nested-- : _held--;
        if (lease.Request.Weight == JobWeight.Heavy)
            _heavy--;
        int process = lease.Request.Owner.ProcessId;
        if (lease.Request.Lends)
            _lenders.Remove(process);
        else if (process > 0 && --_leasesByProcess[process] == 0)
            _leasesByProcess.Remove(process);
        if (lease.Lender is not null)
            lease.Lender.Lent--;
        _schedule.RemoveLease(lease);
        if (_draining && _held + _nested == 0)
            _drained.TrySetResult();
    }

    private void EndFlightUnsynchronized(JobFlight flight, LeaseEnd end)
    {
        foreach (LeaseWaiter waiter in _flights.End(flight, end))
            EndWaitUnsynchronized(waiter, LeaseOutcome.Without(LeaseOutcomeKind.FlightLanded));
    }

    /// <summary>
    /// The first heavy job always may. A further one needs room for itself and for those that run, which may still be growing.
    /// </summary>
    private bool HeavyMayRunUnsynchronized() =>
        _heavy == 0 || _schedule.HeavyQueued == 0
        || _memory.AvailableBytes is not { } available || available >= HeavyJobMemory * (_heavy + 1);

    private void SetTimerUnsynchronized()
    {
        TimeSpan now = Now;
        TimeSpan due = _waiters.Min is { } first ? first.Deadline : TimeSpan.MaxValue;
        if (_held < MaxJobs && _schedule.HeavyQueued > 0 && now + MemoryRecheck < due)
            due = now + MemoryRecheck;
        if (_waiters.Count > 0 && _leases.Count > 0 && now + HolderRecheck < due)
            due = now + HolderRecheck;
        // A timer that is set too early is left alone: it finds nothing to do, and is set again.
        if (due >= _wakeUp)
            return;
        _wakeUp = due;
        // Whole milliseconds are what timers count in; upwards, so that the deadline is past when it goes off.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((due - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
