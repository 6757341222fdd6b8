using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>A replay holds a slot, and the compiles that it starts run in it.</summary>
public sealed class LentSlotTests
{
    private const int Builder = 100;
    private const int Other = 150;
    private const int Ninja = 101;
    private const int Compile = 200;
    private const int Strangers = 300;

    [Fact]
    public void A_compile_of_the_replay_runs_in_its_slot_and_the_next_one_after_it()
    {
        using JobPoolBed bed = Family(slots: 1);
        JobPoolBed.Asked replay = bed.AskToReplay(Builder);
        Assert.True(replay.IsGranted);
        JobPoolBed.Asked first = bed.Ask(owner: new JobOwner(Compile));
        JobPoolBed.Asked second = bed.Ask(owner: new JobOwner(Compile + 1));
        Assert.True(first.Lease.IsNested);
        Assert.True(second.Waits);
        first.End();
        Assert.True(second.IsGranted);
        second.End();
        replay.End();
        Assert.Equal(0, bed.Pool.Snapshot().LeasesHeld);
    }

    [Fact]
    public void Its_further_compiles_wait_for_slots_like_everybody()
    {
        using JobPoolBed bed = Family(slots: 2);
        bed.AskToReplay(Builder);
        JobPoolBed.Asked[] compiles = [.. Enumerable.Range(0, 3).Select(i => bed.Ask(owner: new JobOwner(Compile + i)))];
        Assert.True(compiles[0].Lease.IsNested);
        Assert.False(compiles[1].Lease.IsNested);
        Assert.True(compiles[2].Waits);
        compiles[0].End();
        Assert.True(compiles[2].Lease.IsNested);
        Assert.True(bed.Ask(owner: new JobOwner(Strangers)).Waits);
    }

    [Fact]
    public void Two_replays_of_one_builder_lend_two_slots()
    {
        using JobPoolBed bed = Family(slots: 2);
        JobPoolBed.Asked one = bed.AskToReplay(Builder);
        bed.AskToReplay(Builder);
        JobPoolBed.Asked[] compiles = [.. Enumerable.Range(0, 3).Select(i => bed.Ask(owner: new JobOwner(Compile + i)))];
        Assert.Equal([true, true, false], compiles.Select(compile => compile.Kind == LeaseOutcomeKind.Granted));

        // A replay that ends before its compile leaves the other's slot to nobody else.
        one.End();
        Assert.False(compiles[2].Lease.IsNested);
        compiles[0].End();
        Assert.True(bed.Ask(owner: new JobOwner(Compile + 5)).Waits);
        compiles[1].End();
        Assert.True(bed.Ask(owner: new JobOwner(Compile + 6)).Waits);
    }

    [Fact]
    public void A_second_builder_waits_and_what_it_would_lend_is_not_lent()
    {
        using JobPoolBed bed = Family(slots: 1);
        bed.Ancestry.Parents[Strangers] = Other;
        JobPoolBed.Asked replay = bed.AskToReplay(Builder);
        JobPoolBed.Asked other = bed.AskToReplay(Other);
        Assert.True(other.Waits);
        Assert.True(bed.Ask(owner: new JobOwner(Strangers)).Waits);
        replay.End();
        Assert.True(other.IsGranted);
    }

    [Fact]
    public void Who_waits_for_anothers_result_needs_no_slot()
    {
        using JobPoolBed bed = Family(slots: 2);
        JobPoolBed.Asked leader = bed.Ask(key: 1, owner: new JobOwner(Strangers));
        bed.AskToReplay(Builder);
        JobPoolBed.Asked follower = bed.Ask(key: 1, owner: new JobOwner(Compile));
        JobPoolBed.Asked other = bed.Ask(key: 2, owner: new JobOwner(Compile + 1));
        Assert.True(follower.Waits);
        Assert.True(other.Lease.IsNested);
        leader.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, follower.Kind);
    }

    [Fact]
    public void A_builder_that_goes_leaves_nothing()
    {
        using JobPoolBed bed = Family(slots: 1);
        JobOwner builder = new(Builder);
        bed.AskToReplay(Builder, builder);
        JobOwner compile = new(Compile);
        bed.Ask(owner: compile);
        JobPoolBed.Asked waits = bed.Ask(owner: new JobOwner(Strangers));
        bed.Pool.OwnerGone(builder);
        Assert.True(waits.IsGranted);
        bed.Pool.OwnerGone(compile);
        waits.End();
        Assert.Equal((0, 0), (bed.Pool.Snapshot().LeasesHeld, bed.Pool.Snapshot().NestedHeld));
    }

    private static JobPoolBed Family(int slots)
    {
        JobPoolBed bed = new(slots);
        bed.Ancestry.Parents[Ninja] = Builder;
        for (int i = 0; i < 10; i++)
            bed.Ancestry.Parents[Compile + i] = Ninja;
        return bed;
    }
}
