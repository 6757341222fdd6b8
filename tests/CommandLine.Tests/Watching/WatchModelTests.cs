using System.Text;
using Larder.CommandLine.Watching;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Watching;

/// <summary>What events come to.</summary>
public sealed class WatchModelTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly WatchModel _model = new(Start);

    [Fact]
    public void Hits_misses_and_refusals_are_told_apart_by_the_group_of_their_counter()
    {
        foreach (Counter reason in (Counter[])[Counter.DirectHit, Counter.CommentHit, Counter.FailedHit, Counter.PreprocessingHit, Counter.PreprocessedHit])
            Fold(new EventBuilder(1, reason, "x.c"));
        foreach (Counter reason in (Counter[])[Counter.Miss, Counter.Recache, Counter.PreprocessingMiss])
            Fold(new EventBuilder(1, reason, "x.c"));
        foreach (Counter reason in (Counter[])[Counter.CalledForLink, Counter.CompileFailed, Counter.FirstRefusal + 3, (Counter)9999])
            Fold(new EventBuilder(1, reason, "x.c"));
        Fold(new EventBuilder(1, Counter.None, "x.c").Number(5, 1_000_000));

        Assert.Equal((5UL, 3UL, 5UL), (_model.Tally.Hits, _model.Tally.Misses, _model.Tally.Uncached));
        Assert.Equal("62.5 %", _model.Tally.Rate);
        Assert.Equal("counter_1000000", _model.Latest.First().Reason);
    }

    [Fact]
    public void Builds_are_told_apart_and_each_has_the_directory_that_all_of_it_is_below()
    {
        Fold(new EventBuilder(7, Counter.Miss, "x.c", "/home/a/src"));
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c", "/home/a/source"));
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c", "/home/a"));
        Fold(new EventBuilder(9, Counter.Miss, "x.c", "/home/b"));
        Fold(new EventBuilder(11, Counter.Miss, "x.c", "/one"));
        Fold(new EventBuilder(11, Counter.Miss, "x.c", "/other"));

        List<BuildActivity> builds = _model.Builds(Start);
        Assert.Equal([7UL, 11UL, 9UL], builds.Select(static build => build.Session));
        Assert.Equal(["/home/a", "/", "/home/b"], builds.Select(static build => Encoding.UTF8.GetString(build.Directory)));
        Assert.Equal((2UL, 1UL), (builds[0].Tally.Hits, builds[0].Tally.Misses));
    }

    [Fact]
    public void A_build_that_says_no_more_is_no_more()
    {
        Fold(new EventBuilder(7, Counter.Miss, "x.c"));
        Fold(new EventBuilder(9, Counter.Miss, "x.c"), Start.AddSeconds(20));
        Assert.Equal([9UL], _model.Builds(Start.AddSeconds(31)).Select(static build => build.Session));
        Assert.Equal(2UL, _model.Tally.Misses);
    }

    [Fact]
    public void The_last_minute_forgets_what_is_older()
    {
        Fold(new EventBuilder(7, Counter.Miss, "x.c"));
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c"), Start.AddSeconds(30));
        Assert.Equal("50.0 %", _model.Recent.Rate(Start.AddSeconds(59)));
        Assert.Equal("100.0 %", _model.Recent.Rate(Start.AddSeconds(60)));
        Assert.Equal("-", _model.Recent.Rate(Start.AddSeconds(90)));
        Fold(new EventBuilder(7, Counter.Miss, "x.c"), Start.AddSeconds(90));
        Assert.Equal("0.0 %", _model.Recent.Rate(Start.AddSeconds(90)));
        Assert.Equal("33.3 %", _model.Tally.Rate);
    }

    [Fact]
    public void Time_is_saved_by_hits_that_say_what_their_compiler_took()
    {
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c"));
        Assert.Equal("-", _model.Tally.SavedText);
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c").Saved(1500));
        Fold(new EventBuilder(7, Counter.CommentHit, "x.c").Saved(500));
        Fold(new EventBuilder(7, Counter.Miss, "x.c").Saved(500));
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c").Number(10, ulong.MaxValue));
        Assert.Equal(TimeSpan.FromSeconds(2), _model.Tally.Saved);
        Assert.Equal("2.00 s", _model.Tally.SavedText);
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        for (int i = 0; i < 2000; i++)
            Fold(new EventBuilder((ulong)i, Counter.Miss, $"x{i}.c"), Start.AddMilliseconds(i));
        Assert.Equal(2000UL, _model.Tally.Misses);
        Assert.Equal(WatchModel.MaxLatest, _model.Latest.Count());
        Assert.Equal("x1999.c", _model.Latest.First().Source);
        List<BuildActivity> builds = _model.Builds(Start.AddSeconds(2));
        Assert.Equal(WatchModel.MaxBuilds, builds.Count);
        Assert.Equal(1900UL, builds.Min(static build => build.Session));
    }

    [Fact]
    public void Counts_without_events_are_added_to_the_same_sums()
    {
        Fold(new EventBuilder(7, Counter.DirectHit, "x.c"));
        _model.Fold([new CounterChange((ushort)Counter.DirectHit, 3), new CounterChange((ushort)Counter.Stored, 5), new CounterChange((ushort)Counter.Miss, 4)], Start);
        Assert.Equal((4UL, 4UL, 0UL), (_model.Tally.Hits, _model.Tally.Misses, _model.Tally.Uncached));
        Assert.Equal(5UL, _model.Counted["stored"]);
        Assert.Equal("50.0 %", _model.Recent.Rate(Start));
    }

    [Fact]
    public void Stages_without_end_and_times_before_time_are_no_fault()
    {
        EventBuilder happened = new EventBuilder(7, Counter.Miss, "x.c").Took("look up", -1);
        for (int i = 0; i < 1000; i++)
            happened.Took("compile", 9e12);
        WatchedCompile compile = happened.At(Start);
        Assert.True(compile.Duration > TimeSpan.FromDays(365));
        Assert.NotEmpty(WatchText.Span(compile.Duration));
    }

    private void Fold(EventBuilder happened, DateTimeOffset? time = null) => _model.Fold(happened.At(time ?? Start));
}
