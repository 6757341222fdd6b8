using Larder.Daemon.Compiles;
using Larder.Daemon.Messages;
using Larder.Daemon.Tests.Jobs;

namespace Larder.Daemon.Tests.Compiles;

/// <summary>What those who watch are told of a request's time.</summary>
public sealed class StageClockTests
{
    private readonly TestableTimeProvider _time = new();

    [Fact]
    public void Each_stage_lasts_from_the_end_of_the_one_before()
    {
        StageClock clock = new(_time);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        clock.End("look up");
        _time.Advance(TimeSpan.FromMilliseconds(30));
        clock.End("wait");
        Assert.Equal([("look up", 2_000_000L), ("wait", 30_000_000L)], Told(clock));
    }

    /// <summary>A client that says nothing of use (0, or more than there was) leaves the whole of it to the compiler.</summary>
    [Theory]
    [InlineData(70_000_000, 70_000_000, 30_000_000)]
    [InlineData(0, 100_000_000, 0)]
    [InlineData(-5, 100_000_000, 0)]
    [InlineData(long.MaxValue, 100_000_000, 0)]
    [InlineData(100_000_001, 100_000_000, 0)]
    public void A_lease_is_the_compilers_time_and_the_clients(long said, long compile, long rest)
    {
        StageClock clock = new(_time);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        clock.EndCompile(said);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        clock.End("judge");
        Assert.Equal([("compile", compile), ("hand over", rest), ("judge", 1_000_000L)], Told(clock));
    }

    private static List<(string Name, long Nanoseconds)> Told(StageClock clock)
    {
        List<Stage> stages = [];
        clock.AddTo(stages);
        return stages.ConvertAll(static stage => (stage.Name, stage.Nanoseconds));
    }
}
