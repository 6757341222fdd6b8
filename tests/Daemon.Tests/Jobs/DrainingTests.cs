using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Failure lines 13 and 25: a daemon that is to end grants nothing, and what is out comes back.</summary>
public sealed class DrainingTests
{
    [Fact]
    public void Who_waits_and_who_comes_is_sent_away()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask(key: 1);
        JobPoolBed.Asked forSlot = bed.Ask();
        JobPoolBed.Asked forFlight = bed.Ask(key: 1);
        bed.Pool.BeginDrain();
        Assert.Equal(LeaseOutcomeKind.Draining, forSlot.Kind);
        Assert.Equal(LeaseOutcomeKind.Draining, forFlight.Kind);
        Assert.Equal(LeaseOutcomeKind.Draining, bed.Ask().Kind);
        holder.End();
        Assert.Equal(LeaseOutcomeKind.Draining, bed.Ask().Kind);
        Assert.True(bed.Pool.Snapshot().IsDraining);
    }

    [Fact]
    public void It_is_drained_when_all_leases_are_back()
    {
        using JobPoolBed bed = new(3);
        JobPoolBed.Asked completes = bed.Ask();
        JobPoolBed.Asked dies = bed.Ask();
        JobPoolBed.Asked isCaptured = bed.Ask(key: 1);
        bed.Pool.BeginDrain();
        completes.End();
        bed.Pool.OwnerGone(dies.Owner);
        Assert.False(bed.Pool.Drained.IsCompleted);
        using FlightTicket ticket = isCaptured.Capture();
        Assert.True(bed.Pool.Drained.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_idle_pool_is_drained_at_once()
    {
        using JobPoolBed bed = new(3);
        bed.Ask().End();
        Assert.False(bed.Pool.Drained.IsCompleted);
        bed.Pool.BeginDrain();
        Assert.True(bed.Pool.Drained.IsCompletedSuccessfully);
    }
}
