using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Identical misses in flight run once.</summary>
public sealed class SingleFlightTests
{
    [Fact]
    public void Identical_jobs_wait_for_the_first_and_then_look_up_again()
    {
        using JobPoolBed bed = new(8);
        JobPoolBed.Asked first = bed.Ask(1, key: 1);
        JobPoolBed.Asked[] others = [bed.Ask(1, key: 1), bed.Ask(2, key: 1), bed.Ask(3, key: 1)];
        Assert.All(others, o => Assert.True(o.Waits));
        first.End();
        Assert.All(others, o => Assert.Equal(LeaseOutcomeKind.FlightLanded, o.Kind));
        Assert.True(bed.Ask(key: 1).IsGranted);
    }

    [Fact]
    public void Different_jobs_and_jobs_without_a_key_do_not_wait()
    {
        using JobPoolBed bed = new(8);
        Assert.True(bed.Ask(key: 1).IsGranted);
        Assert.True(bed.Ask(key: 2).IsGranted);
        Assert.True(bed.Ask().IsGranted);
        Assert.True(bed.Ask().IsGranted);
    }

    [Fact]
    public void Who_waits_for_a_flight_holds_no_slot()
    {
        using JobPoolBed bed = new(2);
        bed.Ask(key: 1);
        Assert.True(bed.Ask(key: 1).Waits);
        Assert.True(bed.Ask(key: 1).Waits);
        Assert.True(bed.Ask(key: 2).IsGranted);
        Assert.Equal(2, bed.Pool.Snapshot().LeasesHeld);
    }

    /// <summary>Failure lines 14 and 15: the next one takes over, the others wait on.</summary>
    [Theory]
    [InlineData(LeaseEnd.NotStored)]
    [InlineData(LeaseEnd.Dropped)]
    internal void A_job_that_leaves_nothing_passes_to_the_next(LeaseEnd end)
    {
        using JobPoolBed bed = new(8);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1);
        JobPoolBed.Asked third = bed.Ask(key: 1);
        first.End(end);
        Assert.True(second.IsGranted);
        Assert.True(third.Waits);
        second.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, third.Kind);
    }

    /// <summary>Failure line 14: the holder's connection ends.</summary>
    [Fact]
    public void When_the_holder_dies_the_next_takes_over()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1);
        JobPoolBed.Asked unrelated = bed.Ask(key: 2);
        bed.Pool.OwnerGone(first.Owner);
        Assert.True(second.IsGranted);
        Assert.True(unrelated.Waits);
    }

    /// <summary>Each shows its own diagnostics, and none waits for another.</summary>
    [Theory]
    [InlineData(LeaseEnd.CompilerFailed)]
    [InlineData(LeaseEnd.Unstorable)]
    internal void When_there_is_nothing_to_share_all_run(LeaseEnd end)
    {
        using JobPoolBed bed = new(3);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked[] others = [bed.Ask(key: 1), bed.Ask(key: 1), bed.Ask(key: 1), bed.Ask(key: 1)];
        first.End(end);
        Assert.Equal(3, others.Count(o => o.IsGranted));
        others[0].End(end);
        Assert.True(others[3].IsGranted);
        Assert.Equal(0, bed.Pool.Snapshot().Flights);
    }

    /// <summary>Identical jobs may all wait for a slot: whichever gets one runs, even if its build came later.</summary>
    [Fact]
    public void The_first_to_get_a_slot_leads_whichever_it_is()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked huge = bed.Ask(1);
        for (int i = 0; i < 100; i++)
            bed.Ask(1);
        JobPoolBed.Asked inHuge = bed.Ask(1, key: 1);
        JobPoolBed.Asked inSmall = bed.Ask(2, key: 1);
        huge.End();
        Assert.True(inSmall.IsGranted);
        Assert.True(inHuge.Waits);
        inSmall.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, inHuge.Kind);
    }

    [Fact]
    public void A_job_whose_result_is_being_stored_is_still_waited_for()
    {
        using JobPoolBed bed = new(4);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1);
        FlightTicket ticket = first.Capture();
        JobPoolBed.Asked third = bed.Ask(key: 1);
        Assert.True(second.Waits);
        Assert.True(third.Waits);
        ticket.Land(LeaseEnd.Stored);
        Assert.Equal(LeaseOutcomeKind.FlightLanded, second.Kind);
        Assert.Equal(LeaseOutcomeKind.FlightLanded, third.Kind);
        ticket.Dispose();
        Assert.True(bed.Ask(key: 1).IsGranted);
    }

    /// <summary>Failure line 15: a client that dies after its outputs were captured changes nothing.</summary>
    [Fact]
    public void A_captured_job_outlives_its_client()
    {
        using JobPoolBed bed = new(4);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1);
        using FlightTicket ticket = first.Capture();
        bed.Pool.OwnerGone(first.Owner);
        Assert.True(second.Waits);
        ticket.Land(LeaseEnd.Stored);
        Assert.Equal(LeaseOutcomeKind.FlightLanded, second.Kind);
    }

    /// <summary>Failure line 22: the disk was full, say.</summary>
    [Fact]
    public void When_storing_fails_the_next_takes_over()
    {
        using JobPoolBed bed = new(4);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1);
        JobPoolBed.Asked third = bed.Ask(key: 1);
        first.Capture().Dispose();
        Assert.True(second.IsGranted);
        Assert.True(third.Waits);
    }

    [Fact]
    public void A_wait_for_a_flight_ends_with_patience_too()
    {
        using JobPoolBed bed = new(4);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 1, patience: TimeSpan.FromSeconds(1));
        JobPoolBed.Asked third = bed.Ask(key: 1);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LeaseOutcomeKind.TimedOut, second.Kind);
        first.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, third.Kind);
    }

    [Fact]
    public void What_is_left_of_flights_is_nothing()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 2);
        Assert.Equal(2, bed.Pool.Snapshot().Flights);
        bed.Pool.OwnerGone(second.Owner);
        Assert.Equal(1, bed.Pool.Snapshot().Flights);
        first.End(LeaseEnd.NotStored);
        Assert.Equal(0, bed.Pool.Snapshot().Flights);
    }
}
