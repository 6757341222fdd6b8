using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Many clients on many threads, with a real clock.</summary>
public sealed class JobPoolStressTests
{
    private const int MaxJobs = 3;
    private const int Clients = 24;
    private const int RequestsPerClient = 150;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_left_when_all_happens_at_once()
    {
        using JobPool pool = new(MaxJobs, TimeProvider.System, new TestableMemoryGauge { AvailableBytes = 0 }, new TestableProcessAncestry());
        int running = 0;
        int most = 0;
        int[] outcomes = new int[Enum.GetValues<LeaseOutcomeKind>().Length];

        int begun = 0;
        TaskCompletionSource allAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // All ask for one and the same, and whoever leads waits until they have: else the thread pool may run one client after the other, each to
        // its end (it prefers what a client goes on with to the next client), and nobody ever waits for anybody.
        async Task BeginTogether(JobOwner owner, int number)
        {
            JobRequest request = new(owner, (ulong)(number % 4), JobWeight.Ordinary, JobPoolBed.Key(0), TimeSpan.FromMinutes(1));
            ValueTask<LeaseOutcome> first = pool.AcquireAsync(request, CancellationToken.None);
            if (Interlocked.Increment(ref begun) == Clients)
                allAsked.SetResult();
            LeaseOutcome outcome = await first;
            Interlocked.Increment(ref outcomes[(int)outcome.Kind]);
            if (!outcome.IsGranted)
                return;
            await allAsked.Task;
            Assert.True(pool.Release(owner, outcome.Lease.Id, LeaseEnd.Stored));
        }

        async Task Client(int number)
        {
            Random random = new(number);
            JobOwner owner = new(0);
            await BeginTogether(owner, number);
            for (int i = 0; i < RequestsPerClient; i++)
            {
                using CancellationTokenSource source = new();
                JobRequest request = new(
                    owner,
                    (ulong)(number % 4),
                    random.Next(5) == 0 ? JobWeight.Heavy : JobWeight.Ordinary,
                    random.Next(3) == 0 ? null : JobPoolBed.Key(random.Next(6)),
                    TimeSpan.FromMilliseconds(random.Next(20) == 0 ? 0 : random.Next(15) == 0 ? 1 : 60_000));
                ValueTask<LeaseOutcome> asked = pool.AcquireAsync(request, source.Token);
                if (random.Next(10) == 0)
                    await source.CancelAsync();
                LeaseOutcome outcome = await asked;
                Interlocked.Increment(ref outcomes[(int)outcome.Kind]);
                if (!outcome.IsGranted)
                    continue;

                int now = Interlocked.Increment(ref running);
                for (int seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
                    Interlocked.CompareExchange(ref most, now, seen);
                if (random.Next(2) == 0)
                    await Task.Yield();
                Interlocked.Decrement(ref running);
                switch (random.Next(6))
                {
                    case 0:
                        pool.OwnerGone(owner);
                        owner = new JobOwner(0);
                        break;
                    case 1:
                        Assert.True(pool.TryCapture(owner, outcome.Lease.Id, out FlightTicket? ticket));
                        await Task.Yield();
                        ticket.Land(LeaseEnd.Stored);
                        break;
                    default:
                        Assert.True(pool.Release(owner, outcome.Lease.Id, (LeaseEnd)random.Next(5)));
                        break;
                }
            }

            pool.OwnerGone(owner);
        }

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(() => Client(number))))
            .WaitAsync(TimeSpan.FromMinutes(2));
        Assert.InRange(most, 1, MaxJobs);
        Assert.Equal(Clients * (RequestsPerClient + 1), outcomes.Sum());
        Assert.True(outcomes[(int)LeaseOutcomeKind.Granted] > Clients);
        Assert.True(outcomes[(int)LeaseOutcomeKind.FlightLanded] >= Clients - 1);
        JobPoolSnapshot snapshot = pool.Snapshot();
        Assert.Equal(0, snapshot.LeasesHeld);
        Assert.Equal(0, snapshot.LeasesWaitedFor);
        Assert.Equal(0, snapshot.Flights);
        Assert.Empty(snapshot.Sessions);
    }
}
