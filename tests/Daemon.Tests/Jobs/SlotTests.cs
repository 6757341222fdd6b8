using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>As many compiles at once as there are slots, over all builds.</summary>
public sealed class SlotTests
{
    [Fact]
    public void No_more_leases_are_out_than_there_are_slots()
    {
        using JobPoolBed bed = new(3);
        JobPoolBed.Asked[] asked = [.. Enumerable.Range(0, 7).Select(i => bed.Ask((ulong)i))];
        Assert.Equal(3, asked.Count(a => a.IsGranted));
        Assert.Equal(4, asked.Count(a => a.Waits));
    }

    [Theory]
    [InlineData(LeaseEnd.Stored)]
    [InlineData(LeaseEnd.NotStored)]
    [InlineData(LeaseEnd.Dropped)]
    [InlineData(LeaseEnd.CompilerFailed)]
    [InlineData(LeaseEnd.Unstorable)]
    internal void A_lease_that_ends_passes_its_slot_on(LeaseEnd end)
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 2);
        JobPoolBed.Asked third = bed.Ask();
        first.End(end);
        Assert.True(second.IsGranted);
        Assert.True(third.Waits);
        second.End(end);
        Assert.True(third.IsGranted);
    }

    [Fact]
    public void A_captured_job_has_freed_its_slot()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked first = bed.Ask(key: 1);
        JobPoolBed.Asked second = bed.Ask(key: 2);
        using FlightTicket ticket = first.Capture();
        Assert.True(second.IsGranted);
        Assert.False(bed.Pool.TryCapture(first.Owner, first.Lease.Id, out _));
    }

    [Fact]
    public void Within_a_session_the_order_is_that_of_arrival()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked[] asked = [.. Enumerable.Range(0, 20).Select(_ => bed.Ask())];
        foreach (JobPoolBed.Asked next in asked)
        {
            Assert.True(next.Waits);
            holder.End();
            Assert.True(next.IsGranted);
            holder = next;
        }
    }

    /// <summary>Only its own connection ends a lease.</summary>
    [Fact]
    public void Another_connections_lease_is_not_touched()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        JobPoolBed.Asked waiter = bed.Ask();
        JobOwner stranger = new(0);
        Assert.False(bed.Pool.Release(stranger, holder.Lease.Id, LeaseEnd.Stored));
        Assert.False(bed.Pool.TryCapture(stranger, holder.Lease.Id, out _));
        Assert.False(bed.Pool.Release(holder.Owner, holder.Lease.Id + 1, LeaseEnd.Stored));
        Assert.True(waiter.Waits);
    }

    [Fact]
    public void A_lease_ends_once()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        holder.End();
        Assert.False(bed.Pool.Release(holder.Owner, holder.Lease.Id, LeaseEnd.Stored));
        Assert.True(bed.Ask().IsGranted);
        Assert.True(bed.Ask().Waits);
    }

    [Fact]
    public void Names_of_leases_are_all_different_and_far_apart()
    {
        using JobPoolBed bed = new(2000);
        ulong[] ids = [.. Enumerable.Range(0, 2000).Select(_ => bed.Ask().Lease.Id).Order()];
        Assert.DoesNotContain(0UL, ids);
        Assert.DoesNotContain(ids.Zip(ids.Skip(1)), pair => pair.Second - pair.First < 1000);
    }

    /// <summary>Failure line 21: busy is said, at once.</summary>
    [Fact]
    public void Who_finds_too_many_waiting_is_told_so()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked holder = bed.Ask();
        JobOwner owner = new(0);
        for (int i = 0; i < JobPool.MaxWaiters; i++)
            Assert.True(bed.Ask((ulong)(i % 50), owner: owner).Waits);
        Assert.Equal(LeaseOutcomeKind.Busy, bed.Ask(99).Kind);
        holder.End();
        Assert.True(bed.Ask(99).Waits);
    }
}
