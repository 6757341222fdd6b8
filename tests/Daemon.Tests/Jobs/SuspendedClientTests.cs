using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>A build that is suspended in the middle of its compiles keeps nobody waiting.</summary>
public sealed class SuspendedClientTests
{
    private const int Suspended = 1000;

    [Fact]
    public void The_slot_of_a_suspended_holder_goes_to_others()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked still = bed.Ask(owner: new JobOwner(Suspended));
        JobPoolBed.Asked other = bed.Ask(session: 2, owner: new JobOwner(5));
        bed.Time.Advance(JobPool.HolderRecheck);
        Assert.True(other.Waits);
        bed.Ancestry.Suspended[Suspended] = true;
        bed.Time.Advance(JobPool.HolderRecheck);
        Assert.True(other.IsGranted);

        // It goes on beside the other, and its end frees no slot.
        JobPoolBed.Asked third = bed.Ask(session: 3, owner: new JobOwner(6));
        still.End();
        Assert.True(third.Waits);
        other.End();
        Assert.True(third.IsGranted);
        third.End();
        Assert.Equal((0, 0), (bed.Pool.Snapshot().LeasesHeld, bed.Pool.Snapshot().NestedHeld));
    }

    [Fact]
    public void Those_who_wait_for_its_result_make_it_themselves()
    {
        using JobPoolBed bed = new(2);
        JobPoolBed.Asked still = bed.Ask(key: 1, owner: new JobOwner(Suspended));
        JobPoolBed.Asked second = bed.Ask(key: 1, owner: new JobOwner(5));
        JobPoolBed.Asked third = bed.Ask(key: 1, owner: new JobOwner(6));
        bed.Ancestry.Suspended[Suspended] = true;
        bed.Time.Advance(JobPool.HolderRecheck);
        Assert.Equal(1, (second.IsGranted ? 1 : 0) + (third.IsGranted ? 1 : 0));
        (JobPoolBed.Asked leader, JobPoolBed.Asked waiter) = second.IsGranted ? (second, third) : (third, second);

        // What the first one makes in the end is no news to anybody.
        still.End();
        Assert.True(waiter.Waits);
        leader.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, waiter.Kind);
    }
}
