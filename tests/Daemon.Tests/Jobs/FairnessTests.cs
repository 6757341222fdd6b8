namespace Larder.Daemon.Tests.Jobs;

/// <summary>A huge build doesn't starve a small one.</summary>
public sealed class FairnessTests
{
    [Fact]
    public void A_small_build_gets_the_next_free_slot()
    {
        using JobPoolBed bed = new(4);
        JobPoolBed.Asked[] huge = [.. Enumerable.Range(0, 500).Select(_ => bed.Ask(1))];
        JobPoolBed.Asked small = bed.Ask(2);
        Assert.True(small.Waits);
        huge[0].End();
        Assert.True(small.IsGranted);
        Assert.True(huge[4].Waits);
    }

    [Fact]
    public void Two_builds_share_the_slots_equally()
    {
        using JobPoolBed bed = new(4);
        List<JobPoolBed.Asked> asked = [.. Enumerable.Range(0, 40).Select(_ => bed.Ask(1)), .. Enumerable.Range(0, 40).Select(_ => bed.Ask(2))];
        for (int round = 0; round < 30; round++)
        {
            JobPoolBed.Asked[] running = [.. asked.Where(a => a.IsGranted)];
            if (round >= 2)
                Assert.Equal(2, running.Count(a => a.Lease.Request.Session == 1));
            running[0].End();
            asked.Remove(running[0]);
        }
    }

    [Fact]
    public void With_one_slot_builds_take_turns()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked running = bed.Ask(9);
        List<JobPoolBed.Asked> waiting = [];
        foreach (ulong session in (ulong[])[1, 1, 1, 1, 2, 2, 3])
            waiting.Add(bed.Ask(session));
        List<ulong> turns = [];
        while (waiting.Count > 0)
        {
            running.End();
            running = Assert.Single(waiting, a => a.IsGranted);
            waiting.Remove(running);
            turns.Add(running.Lease.Request.Session);
        }

        Assert.Equal([1, 2, 3, 1, 2, 1, 1], turns);
    }

    /// <summary>Who comes while another build's job runs is before that build's next one.</summary>
    [Fact]
    public void A_build_that_just_had_the_slot_is_behind_one_that_waited_for_it()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked running = bed.Ask(1);
        JobPoolBed.Asked itsNext = bed.Ask(1);
        JobPoolBed.Asked other = bed.Ask(2);
        running.End();
        Assert.True(other.IsGranted);
        other.End();
        Assert.True(itsNext.IsGranted);
    }

    /// <summary>Builds of one job each, coming without end, don't keep a waiting one from its turn.</summary>
    [Fact]
    public void New_builds_do_not_pass_one_that_waits()
    {
        using JobPoolBed bed = new(1);
        JobPoolBed.Asked running = bed.Ask(100);
        JobPoolBed.Asked patient = bed.Ask(101);
        JobPoolBed.Asked late = bed.Ask(102);
        running.End();
        Assert.True(patient.IsGranted);
        Assert.True(late.Waits);
    }
}
