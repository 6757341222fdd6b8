using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>A compile that starts compiles under larder doesn't wait for itself. Failure line 23.</summary>
public sealed class NestedClientTests
{
    private const int Shim = 1000;
    private const int Wrapper = 1001;
    private const int Shell = 1002;
    private const int Inner = 1003;

    [Fact]
    public void A_descendant_of_a_holder_gets_a_lease_over_the_limit()
    {
        using JobPoolBed bed = Family();
        JobPoolBed.Asked outer = bed.Ask(owner: new JobOwner(Shim));
        JobPoolBed.Asked inner = bed.Ask(owner: new JobOwner(Inner));
        Assert.True(inner.Lease.IsNested);
        Assert.Equal(1, bed.Pool.Snapshot().NestedHeld);

        // Its end frees no slot: it had none.
        JobPoolBed.Asked other = bed.Ask(owner: new JobOwner(5));
        inner.End();
        Assert.True(other.Waits);
        outer.End();
        Assert.False(other.Lease.IsNested);
        Assert.Equal(0, bed.Pool.Snapshot().NestedHeld);
    }

    /// <summary>The wrapper's job may be the very one that the outer client leads.</summary>
    [Fact]
    public void A_descendant_does_not_wait_for_its_ancestors_flight()
    {
        using JobPoolBed bed = Family(slots: 2);
        JobPoolBed.Asked outer = bed.Ask(key: 1, owner: new JobOwner(Shim));
        JobPoolBed.Asked stranger = bed.Ask(key: 1, owner: new JobOwner(5));
        JobPoolBed.Asked inner = bed.Ask(key: 1, owner: new JobOwner(Inner));
        Assert.True(inner.IsGranted);
        inner.End(LeaseEnd.CompilerFailed);
        Assert.True(stranger.Waits);
        outer.End();
        Assert.Equal(LeaseOutcomeKind.FlightLanded, stranger.Kind);
    }

    [Fact]
    public void A_wrapper_that_runs_away_ends_at_the_bound()
    {
        using JobPoolBed bed = Family();
        bed.Ask(owner: new JobOwner(Shim));
        JobOwner inner = new(Inner);
        for (int i = 0; i < JobPool.MaxNested; i++)
            Assert.True(bed.Ask(owner: inner).IsGranted);
        Assert.True(bed.Ask(owner: inner).Waits);
    }

    [Fact]
    public void With_a_free_slot_a_descendant_takes_that()
    {
        using JobPoolBed bed = Family(slots: 2);
        bed.Ask(owner: new JobOwner(Shim));
        Assert.False(bed.Ask(owner: new JobOwner(Inner)).Lease.IsNested);
    }

    [Fact]
    public void Strangers_siblings_and_ancestors_wait()
    {
        using JobPoolBed bed = Family();
        bed.Ancestry.Parents[2000] = 10;
        bed.Ask(owner: new JobOwner(Shim));
        Assert.True(bed.Ask(owner: new JobOwner(2000)).Waits);
        Assert.True(bed.Ask(owner: new JobOwner(10)).Waits);
        Assert.True(bed.Ask(owner: new JobOwner(0)).Waits);
        // A tool with many connections of one process is no family.
        Assert.True(bed.Ask(owner: new JobOwner(Shim)).Waits);
    }

    [Fact]
    public void A_family_tree_without_end_is_not_followed_forever()
    {
        using JobPoolBed bed = new(1);
        bed.Ancestry.Parents[7] = 8;
        bed.Ancestry.Parents[8] = 7;
        bed.Ask(owner: new JobOwner(9));
        Assert.True(bed.Ask(owner: new JobOwner(7)).Waits);
    }

    /// <summary>Where the kinship can't be seen, patience ends the wait, and the client compiles without a lease.</summary>
    [Fact]
    public void An_unknown_descendant_is_sent_away_when_its_patience_ends()
    {
        using JobPoolBed bed = new(1);
        bed.Ask(owner: new JobOwner(Shim));
        JobPoolBed.Asked inner = bed.Ask(owner: new JobOwner(Inner), patience: TimeSpan.FromSeconds(5));
        bed.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(LeaseOutcomeKind.TimedOut, inner.Kind);
    }

    [Fact]
    public void The_parent_of_this_process_is_alive_and_its_line_ends_at_the_first()
    {
        ProcessAncestry ancestry = new();
        int process = Environment.ProcessId;
        int steps = 0;
        while ((process = ancestry.ParentOf(process)) > 1)
        {
            Assert.True(Directory.Exists($"/proc/{process}"));
            Assert.True(++steps < 100);
        }

        Assert.Equal(0, ancestry.ParentOf(1));
        Assert.Equal(0, ancestry.ParentOf(0));
        Assert.Equal(0, ancestry.ParentOf(-1));
        Assert.Equal(0, ancestry.ParentOf(int.MaxValue));
    }

    private static JobPoolBed Family(int slots = 1)
    {
        JobPoolBed bed = new(slots);
        bed.Ancestry.Parents[Inner] = Shell;
        bed.Ancestry.Parents[Shell] = Wrapper;
        bed.Ancestry.Parents[Wrapper] = Shim;
        bed.Ancestry.Parents[Shim] = 10;
        bed.Ancestry.Parents[10] = 1;
        return bed;
    }
}
