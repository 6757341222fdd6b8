using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Heavy jobs while memory is short.</summary>
public sealed class HeavyJobTests
{
    [Fact]
    public void With_memory_enough_a_heavy_job_is_like_any_other()
    {
        using JobPoolBed bed = new(3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(bed.Ask(weight: JobWeight.Heavy).IsGranted));
        Assert.True(bed.Ask(weight: JobWeight.Heavy).Waits);
    }

    [Fact]
    public void While_memory_is_short_heavy_jobs_run_one_after_the_other()
    {
        using JobPoolBed bed = new(4);
        bed.Memory.AvailableBytes = 0;
        JobPoolBed.Asked first = bed.Ask(weight: JobWeight.Heavy);
        JobPoolBed.Asked second = bed.Ask(weight: JobWeight.Heavy);
        JobPoolBed.Asked third = bed.Ask(weight: JobWeight.Heavy);
        Assert.True(first.IsGranted);
        Assert.True(second.Waits);
        first.End();
        Assert.True(second.IsGranted);
        Assert.True(third.Waits);
        bed.Pool.OwnerGone(second.Owner);
        Assert.True(third.IsGranted);
    }

    [Fact]
    public void Ordinary_jobs_pass_a_heavy_one_that_waits_for_memory()
    {
        using JobPoolBed bed = new(2);
        bed.Memory.AvailableBytes = 0;
        bed.Ask(weight: JobWeight.Heavy);
        JobPoolBed.Asked heavy = bed.Ask(weight: JobWeight.Heavy);
        Assert.True(bed.Ask().IsGranted);
        Assert.True(heavy.Waits);
    }

    /// <summary>Also with one slot, and whatever the gauge says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_only_heavy_job_never_waits_for_memory(int maxJobs)
    {
        using JobPoolBed bed = new(maxJobs);
        bed.Memory.AvailableBytes = 0;
        for (int i = 1; i < maxJobs; i++)
            bed.Ask();
        JobPoolBed.Asked heavy = bed.Ask(weight: JobWeight.Heavy);
        Assert.True(heavy.IsGranted);
    }

    [Fact]
    public void A_heavy_job_needs_room_for_those_that_run_too()
    {
        using JobPoolBed bed = new(4);
        bed.Memory.AvailableBytes = JobPool.HeavyJobMemory * 3 - 1;
        Assert.True(bed.Ask(weight: JobWeight.Heavy).IsGranted);
        Assert.True(bed.Ask(weight: JobWeight.Heavy).IsGranted);
        Assert.True(bed.Ask(weight: JobWeight.Heavy).Waits);
    }

    [Fact]
    public void Memory_that_comes_back_is_noticed_in_time()
    {
        using JobPoolBed bed = new(4);
        bed.Memory.AvailableBytes = 0;
        bed.Ask(weight: JobWeight.Heavy);
        JobPoolBed.Asked second = bed.Ask(weight: JobWeight.Heavy);
        bed.Time.Advance(JobPool.MemoryRecheck * 3);
        Assert.True(second.Waits);
        bed.Memory.AvailableBytes = long.MaxValue;
        bed.Time.Advance(JobPool.MemoryRecheck);
        Assert.True(second.IsGranted);
    }

    [Fact]
    public void Where_memory_cannot_be_told_it_does_not_count()
    {
        using JobPoolBed bed = new(2);
        bed.Memory.AvailableBytes = null;
        bed.Ask(weight: JobWeight.Heavy);
        Assert.True(bed.Ask(weight: JobWeight.Heavy).IsGranted);
    }

    [Theory]
    [InlineData(0, JobWeight.Ordinary)]
    [InlineData(100_000, JobWeight.Ordinary)]
    [InlineData(9_000_000, JobWeight.Heavy)]
    internal void Huge_sources_are_heavy(ulong size, JobWeight weight) => Assert.Equal(weight, JobWeights.Of(size));

    [Fact]
    public void This_machine_has_memory() => Assert.InRange(new MemInfoGauge().AvailableBytes!.Value, 1 << 20, 1L << 50);

    [Theory]
    [InlineData("MemTotal:  8 kB\nMemAvailable:    1234 kB\nBuffers: 1 kB\n", 1234L * 1024)]
    [InlineData("MemAvailable: 0 kB", 0L)]
    [InlineData("MemTotal:  8 kB\n", null)]
    [InlineData("MemAvailable: 12", null)]
    [InlineData("MemAvailable: -12 kB\n", null)]
    [InlineData("MemAvailable: 99999999999999999999 kB\n", null)]
    [InlineData("", null)]
    public void MemAvailable_is_read_where_it_stands(string text, long? expected) =>
        Assert.Equal(expected, MemInfoGauge.Parse(System.Text.Encoding.ASCII.GetBytes(text)));
}
