using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>What can be known of a pool from outside, and its promises in these terms.</summary>
internal sealed class JobPoolModel : IDisposable
{
    /// <summary>Owner 0 is the ancestor of owner 1; the others are strangers.</summary>
    private const int Owners = 6;
    private const int Sessions = 3;
    private const int Keys = 3;

    private readonly JobPoolBed _bed;
    private readonly List<Entry> _entries = [];
    private readonly List<(int Key, FlightTicket Ticket)> _tickets = [];
    private readonly JobOwner[] _owners = new JobOwner[Owners];
    private int _processes = 100;

    internal JobPoolModel(int maxJobs)
    {
        _bed = new JobPoolBed(maxJobs);
        for (int i = 0; i < Owners; i++)
            Connect(i);
    }

    private IEnumerable<Entry> Held => _entries.Where(e => e.IsHeld);

    private IEnumerable<Entry> Waiting => _entries.Where(e => e.Asked.Waits);

    internal void Step(int what, int who, int detail)
    {
        HashSet<Entry> heldBefore = [.. Held];
        bool timePasses = false;
        switch (what % 16)
        {
            case < 6:
                Ask(who, detail);
                break;
            case < 10:
                if (Pick(Held, who) is { } ended)
                    End(ended, (LeaseEnd)(detail % 5));
                break;
            case 10:
                if (Pick(Held, who) is { } captured)
                    Capture(captured);
                break;
            case 11:
                if (_tickets.Count > 0)
                    Land(who % _tickets.Count, (LeaseEnd)(detail % 5));
                break;
            case 12:
                Disconnect(who % Owners);
                break;
            case 13:
                if (Pick(Waiting, who) is { } cancelled)
                    Cancel(cancelled);
                break;
            case 14:
                timePasses = true;
                PassTime(TimeSpan.FromSeconds(detail % 20));
                break;
            default:
                _bed.Memory.AvailableBytes = detail % 2 == 0 ? 0 : long.MaxValue;
                // Memory speaks for itself only at the next look.
                timePasses = true;
                PassTime(JobPool.MemoryRecheck);
                break;
        }

        CheckInvariants();
        if (!timePasses)
            CheckFairness(heldBefore);
    }

    /// <summary>All goes home: nothing may be left.</summary>
    internal void End()
    {
        while (_tickets.Count > 0)
            Land(0, LeaseEnd.NotStored);
        for (int i = 0; i < Owners; i++)
            Disconnect(i);
        CheckInvariants();
        JobPoolSnapshot snapshot = _bed.Pool.Snapshot();
        Assert.Equal(0, snapshot.LeasesHeld);
        Assert.Equal(0, snapshot.LeasesWaitedFor);
        Assert.Equal(0, snapshot.Flights);
        Assert.Empty(snapshot.Sessions);
        Assert.All(_entries, e => Assert.False(e.Asked.Waits));
        _bed.Time.Advance(JobPool.MaxPatience);
        Assert.Equal(0, _bed.Time.ArmedTimers);
        _bed.Pool.BeginDrain();
        Assert.True(_bed.Pool.Drained.IsCompletedSuccessfully);
    }

    public void Dispose()
    {
        _bed.Dispose();
        foreach (Entry entry in _entries)
            entry.Source.Dispose();
    }

    private void Ask(int who, int detail)
    {
        CancellationTokenSource source = new();
        int? key = detail % 4 < Keys ? detail % 4 : null;
        JobWeight weight = detail / 4 % 4 == 0 ? JobWeight.Heavy : JobWeight.Ordinary;
        TimeSpan patience = TimeSpan.FromSeconds(detail / 16 % 10 * 5);
        int owner = who % Owners;
        ulong session = (ulong)(who / Owners % Sessions);
        bool nested = owner == 1 && _owners[0].Leases.Count > 0;
        JobPoolBed.Asked asked = _bed.Ask(session, key, _owners[owner], weight, patience, source.Token);
        _entries.Add(new Entry(asked, owner, session, key, weight, source) { Due = _bed.Time.GetTimestamp() + patience.Ticks });

        if (nested)
            Assert.True(asked.IsGranted, "A holder's child waits.");
        if (asked.IsGranted && asked.Lease.IsNested)
            Assert.True(nested, "A stranger was let in over the limit.");
    }

    private void End(Entry entry, LeaseEnd end)
    {
        bool led = Leads(entry);
        Entry[] followers = led ? [.. Waiting.Where(e => e.Key == entry.Key && e.JoinsFlight)] : [];
        entry.Asked.End(end);
        entry.HasEnded = true;
        CheckFollowers(followers, end);
    }

    private void Capture(Entry entry)
    {
        bool led = Leads(entry);
        FlightTicket ticket = entry.Asked.Capture();
        entry.HasEnded = true;
        _tickets.Add((led ? entry.Key!.Value : -1, ticket));
    }

    private void Land(int index, LeaseEnd end)
    {
        (int key, FlightTicket ticket) = _tickets[index];
        _tickets.RemoveAt(index);
        Entry[] followers = [.. Waiting.Where(e => e.Key == key && e.JoinsFlight)];
        ticket.Land(end);
        ticket.Dispose();
        CheckFollowers(followers, end);
    }

    private static void CheckFollowers(Entry[] followers, LeaseEnd end)
    {
        switch (end)
        {
            case LeaseEnd.Stored:
                Assert.All(followers, f => Assert.Equal(LeaseOutcomeKind.FlightLanded, f.Asked.Kind));
                break;
            case LeaseEnd.CompilerFailed or LeaseEnd.Unstorable:
                foreach (Entry follower in followers)
                    follower.JoinsFlight = false;
                break;
            default:
                Assert.InRange(followers.Count(f => f.Asked.IsGranted), 0, 1);
                break;
        }
    }

    private void Disconnect(int owner)
    {
        Entry[] waiting = [.. Waiting.Where(e => e.Owner == owner)];
        _bed.Pool.OwnerGone(_owners[owner]);
        foreach (Entry entry in _entries.Where(e => e.Owner == owner && e.IsHeld))
            entry.HasEnded = true;
        Assert.All(waiting, e => Assert.Equal(LeaseOutcomeKind.Cancelled, e.Asked.Kind));
        Connect(owner);
    }

    /// <summary>A new connection of a new process. The child of an old holder is of no family any more.</summary>
    private void Connect(int owner)
    {
        foreach (Entry entry in _entries.Where(e => e.Owner == owner))
            entry.Owner = -1;
        _owners[owner] = new JobOwner(++_processes);
        if (owner <= 1)
            _bed.Ancestry.Parents[_owners[1]?.ProcessId ?? 0] = _owners[0].ProcessId;
    }

    private static void Cancel(Entry entry)
    {
        entry.Source.Cancel();
        Assert.Equal(LeaseOutcomeKind.Cancelled, entry.Asked.Kind);
    }

    private void PassTime(TimeSpan time)
    {
        _bed.Time.Advance(time);
        Assert.All(Waiting, e => Assert.True(e.Due > _bed.Time.GetTimestamp(), "A wait outlived its patience."));
        Assert.All(
            _entries.Where(e => e.Asked.Kind == LeaseOutcomeKind.TimedOut),
            e => Assert.True(e.Due <= _bed.Time.GetTimestamp(), "Patience ended early."));
    }

    private void CheckInvariants()
    {
        JobPoolSnapshot snapshot = _bed.Pool.Snapshot();
        Entry[] slots = [.. Held.Where(e => !e.Asked.Lease.IsNested)];
        Assert.InRange(slots.Length, 0, snapshot.MaxJobs);
        Assert.Equal(Held.Count(), snapshot.LeasesHeld);
        Assert.Equal(Waiting.Count(), snapshot.LeasesWaitedFor);
        Assert.Equal(
            _entries.Where(e => e.IsHeld || e.Asked.Waits).Select(e => e.Session).Distinct().Order(),
            snapshot.Sessions.Select(s => s.Session).Order());
        foreach (JobSessionSnapshot session in snapshot.Sessions)
        {
            Assert.Equal(Held.Count(e => e.Session == session.Session), session.LeasesHeld);
            Assert.Equal(Waiting.Count(e => e.Session == session.Session), session.LeasesWaitedFor);
        }

        // One leader per key.
        for (int key = 0; key < Keys; key++)
            Assert.InRange(Held.Count(e => e.Key == key && Leads(e)) + _tickets.Count(t => t.Key == key), 0, 1);

        // No slot stays free while somebody could use it; so no waiter is lost, and every flight landed or was passed on.
        if (slots.Length < snapshot.MaxJobs)
            Assert.All(Waiting, e => Assert.False(MayRun(e), "A slot is free, and one who could use it waits."));
    }

    /// <summary>Who got a slot in this step held, before, no more than anyone who could have used it and still waits.</summary>
    private void CheckFairness(HashSet<Entry> heldBefore)
    {
        foreach (Entry granted in Held.Where(e => !heldBefore.Contains(e) && !e.Asked.Lease.IsNested))
        {
            foreach (Entry waiting in Waiting.Where(MayRun))
                Assert.True(HeldBy(granted.Session) <= HeldBy(waiting.Session) + 1, "A build that holds less was passed over.");
            foreach (Entry older in Waiting.Where(e => e.Session == granted.Session && e.Weight == granted.Weight && MayRun(e)))
                Assert.True(_entries.IndexOf(older) > _entries.IndexOf(granted), "Out of order.");
        }
    }

    private bool MayRun(Entry entry) =>
        !(entry.JoinsFlight && (Held.Any(e => e.Key == entry.Key && Leads(e)) || _tickets.Exists(t => t.Key == entry.Key)))
        && (entry.Weight == JobWeight.Ordinary || _bed.Memory.AvailableBytes > 0 || Held.All(e => e.Weight == JobWeight.Ordinary));

    private int HeldBy(ulong session) => Held.Count(e => e.Session == session);

    private static bool Leads(Entry entry) => entry.Asked.Lease.Flight is not null;

    private static Entry? Pick(IEnumerable<Entry> entries, int who)
    {
        Entry[] all = [.. entries];
        return all.Length == 0 ? null : all[who % all.Length];
    }

    private sealed class Entry(JobPoolBed.Asked asked, int owner, ulong session, int? key, JobWeight weight, CancellationTokenSource source)
    {
        internal JobPoolBed.Asked Asked => asked;

        internal int Owner { get; set; } = owner;

        internal ulong Session => session;

        internal int? Key => key;

        internal JobWeight Weight => weight;

        internal CancellationTokenSource Source => source;

        internal long Due { get; init; }

        /// <summary>Not told to run by itself after a failure.</summary>
        internal bool JoinsFlight { get; set; } = key is not null;

        internal bool HasEnded { get; set; }

        internal bool IsHeld => asked.IsGranted && !HasEnded;
    }
}
