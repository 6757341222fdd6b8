using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>What GetStatus shows of the pool.</summary>
public sealed class StatusTests
{
    [Fact]
    public void Leases_and_waits_are_shown_by_build()
    {
        using JobPoolBed bed = new(3);
        bed.Ask(1, key: 1);
        bed.Ask(1);
        JobPoolBed.Asked last = bed.Ask(2);
        bed.Ask(2, key: 1);
        bed.Ask(3);
        bed.Ask(3);
        JobPoolSnapshot snapshot = bed.Pool.Snapshot();
        Assert.Equal(3, snapshot.MaxJobs);
        Assert.Equal(3, snapshot.LeasesHeld);
        Assert.Equal(3, snapshot.LeasesWaitedFor);
        Assert.Equal(
            [new JobSessionSnapshot(1, 2, 0), new JobSessionSnapshot(2, 1, 1), new JobSessionSnapshot(3, 0, 2)],
            snapshot.Sessions.OrderBy(s => s.Session));
        last.End();
        Assert.Equal(
            [new JobSessionSnapshot(1, 2, 0), new JobSessionSnapshot(2, 0, 1), new JobSessionSnapshot(3, 1, 1)],
            bed.Pool.Snapshot().Sessions.OrderBy(s => s.Session));
    }

    [Fact]
    public void Builds_that_are_over_are_forgotten()
    {
        using JobPoolBed bed = new(2);
        for (ulong session = 0; session < 1000; session++)
            bed.Ask(session).End();
        Assert.Empty(bed.Pool.Snapshot().Sessions);
    }
}
