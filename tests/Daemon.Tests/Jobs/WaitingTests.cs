using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Every wait ends.</summary>
public sealed class WaitingTests
{
    [Fact]
    public void Patience_ends_a_wait_when_it_is_over_and_not_before()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked longer = bed.Ask(patience: TimeSpan.FromSeconds(20));
        JobPoolBed.Asked shorter = bed.Ask(patience: TimeSpan.FromSeconds(10));
        bed.Time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.True(shorter.Waits);
        bed.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(LeaseOutcomeKind.TimedOut, shorter.Kind);
        Assert.True(longer.Waits);
        bed.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(LeaseOutcomeKind.TimedOut, longer.Kind);
        holder.End();
        Assert.True(bed.Ask().IsGranted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_patience_there_is_a_lease_at_once_or_none(int seconds)
    {
        using JobPoolBed bed = new(1);
        TimeSpan patience = TimeSpan.FromSeconds(seconds);
        Assert.True(bed.Ask(patience: patience).IsGranted);
        Assert.Equal(LeaseOutcomeKind.TimedOut, bed.Ask(patience: patience).Kind);
        Assert.Equal(0, bed.Pool.Snapshot().LeasesWaitedFor);
    }

    [Fact]
    public void No_patience_is_longer_than_the_longest()
    {
        using JobPoolBed bed = new(1);
        bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask(patience: TimeSpan.MaxValue);
        bed.Time.Advance(JobPool.MaxPatience);
        Assert.Equal(LeaseOutcomeKind.TimedOut, waiter.Kind);
    }

    [Fact]
    public void A_cancelled_request_ends_at_once_and_loses_its_place()
    {
        using JobPoolBed bed = new(1);
        using CancellationTokenSource source = new();
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask(cancellation: source.Token);
        JobPoolBed.Asked next = bed.Ask();
        source.Cancel();
        Assert.Equal(LeaseOutcomeKind.Cancelled, waiter.Kind);
        holder.End();
        Assert.True(next.IsGranted);
        Assert.Equal(LeaseOutcomeKind.Cancelled, bed.Ask(cancellation: source.Token).Kind);
    }

    [Fact]
    public void Cancelling_after_the_grant_changes_nothing()
    {
        using JobPoolBed bed = new(1);
        using CancellationTokenSource source = new();
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask(cancellation: source.Token);
        holder.End();
        source.Cancel();
        Assert.True(waiter.IsGranted);
        Assert.Equal(1, bed.Pool.Snapshot().LeasesHeld);
    }

    /// <summary>Failure line 14: a client that goes away frees its leases and its place, nobody else's.</summary>
    [Fact]
    public void When_a_connection_ends_all_that_is_its_own_ends()
    {
        using JobPoolBed bed = new(2);
        JobOwner owner = new(0);
        JobPoolBed.Asked lease = bed.Ask(owner: owner);
        JobPoolBed.Asked other = bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask(owner: owner);
        JobPoolBed.Asked next = bed.Ask();
        bed.Pool.OwnerGone(owner);
        bed.Pool.OwnerGone(owner);
        Assert.Equal(LeaseOutcomeKind.Cancelled, waiter.Kind);
        Assert.True(next.IsGranted);
        Assert.False(bed.Pool.Release(owner, lease.Lease.Id, LeaseEnd.Stored));
        Assert.True(bed.Pool.Release(other.Owner, other.Lease.Id, LeaseEnd.Stored));
    }

    /// <summary>The connection may end before its request is looked at.</summary>
    [Fact]
    public void A_connection_that_has_ended_gets_nothing()
    {
        using JobPoolBed bed = new(1);
        JobOwner owner = new(0);
        bed.Pool.OwnerGone(owner);
        Assert.Equal(LeaseOutcomeKind.Cancelled, bed.Ask(owner: owner).Kind);
        Assert.Equal(0, bed.Pool.Snapshot().LeasesHeld);
    }

    /// <summary>One timer serves all, and an idle pool has none that is set.</summary>
    [Fact]
    public void No_timer_runs_without_a_wait()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        Assert.Equal(0, bed.Time.ArmedTimers);
        for (int i = 0; i < 50; i++)
            bed.Ask(patience: TimeSpan.FromSeconds(50 - i));
        Assert.Equal(1, bed.Time.ArmedTimers);
        bed.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(0, bed.Pool.Snapshot().LeasesWaitedFor);
        Assert.Equal(0, bed.Time.ArmedTimers);
        holder.End();
    }

    /// <summary>What waits for a lease goes on elsewhere, not inside the call that freed it.</summary>
    [Fact]
    public async Task Continuations_do_not_run_in_the_pool()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask();
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim leave = new();
        Task continuation = waiter.Task.ContinueWith(
            _ =>
            {
                entered.Set();
                leave.Wait();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        holder.End();
        Assert.True(waiter.IsGranted);
        entered.Wait();
        Assert.Equal(1, bed.Pool.Snapshot().LeasesHeld);
        leave.Set();
        await continuation;
    }
}
