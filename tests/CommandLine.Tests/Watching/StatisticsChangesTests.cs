using Larder.CommandLine.Watching;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Watching;

/// <summary>What a cache's statistics count while somebody looks at them.</summary>
public sealed class StatisticsChangesTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Only_what_was_counted_since()
    {
        _fixture.Count((Counter.Miss, 5));
        StatisticsChanges changes = new(_fixture.OpenStore());
        Assert.Empty(changes.Take());
        _fixture.Count((Counter.Miss, 1), (Counter.DirectHit, 2));
        Assert.Equal([new CounterChange((ushort)Counter.DirectHit, 2), new CounterChange((ushort)Counter.Miss, 1)], changes.Take().OrderBy(static change => change.Id));
        Assert.Empty(changes.Take());
    }

    [Fact]
    public void A_cache_that_is_not_there_yet_begins_with_nothing()
    {
        StatisticsChanges changes = new(_fixture.OpenStore());
        Assert.Empty(changes.Take());
        _fixture.Count((Counter.Miss, 1));
        Assert.Equal([new CounterChange((ushort)Counter.Miss, 1)], changes.Take());
    }

    [Fact]
    public void Counting_begins_anew_where_it_is_set_to_zero()
    {
        _fixture.Count((Counter.Miss, 5));
        StatisticsChanges changes = new(_fixture.OpenStore());
        Assert.Equal(0, _fixture.Run("stats", "--zero"));
        _fixture.Count((Counter.Miss, 2));
        Assert.Equal([new CounterChange((ushort)Counter.Miss, 2)], changes.Take());
    }

    [Fact]
    public void Statistics_that_can_not_be_read_for_a_moment_are_not_counted_again()
    {
        _fixture.Count((Counter.Miss, 5));
        StatisticsChanges changes = new(_fixture.OpenStore());
        Directory.Move(_fixture.Cache, _fixture.Cache + "-away");
        Assert.Empty(changes.Take());
        Directory.Move(_fixture.Cache + "-away", _fixture.Cache);
        Assert.Empty(changes.Take());
        _fixture.Count((Counter.Miss, 1));
        Assert.Equal([new CounterChange((ushort)Counter.Miss, 1)], changes.Take());
    }
}
