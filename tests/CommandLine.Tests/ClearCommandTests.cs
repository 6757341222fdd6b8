using Larder.Storage;

namespace Larder.CommandLine.Tests;

public sealed class ClearCommandTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private void Store(params string[] names)
    {
        LocalStore store = _fixture.OpenStore();
        foreach (string name in names)
            store.WriteEntry(EntryKind.Toolchain, Digest.Of(CommandFixture.Bytes(name)), new byte[100], replace: false);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss, (uint)names.Length);
        delta.Add(store.TakeDelta());
        Assert.True(new Statistics(store).Record(delta));
    }

    [Fact]
    public void All_entries_go_and_the_statistics_stay()
    {
        Store("a", "b", "c");

        Assert.Equal(0, _fixture.Run("clear"));

        Assert.Matches("^Removed 3 files, [0-9.]+ [KM]iB, from " + _fixture.Cache + "\n$", _fixture.Output);
        Assert.Equal(new StoreSize(0, 0), _fixture.OpenStore().Scan());
        _fixture.Run("stats");
        _fixture.AssertShows("Misses 3 100.0 %");
        _fixture.AssertShows("Files 0");
        _fixture.AssertShows("cleared 1");
    }

    [Fact]
    public void Clearing_nothing_is_no_failure_and_makes_no_directory()
    {
        Assert.Equal(0, _fixture.Run("clear"));

        Assert.StartsWith("Removed 0 files, 0 B, from ", _fixture.Output);
        Assert.False(Directory.Exists(_fixture.Cache));
    }

    [Fact]
    public void A_read_only_cache_is_left_alone()
    {
        Store("a");

        Assert.Equal(1, _fixture.With("LARDER_READ_ONLY=yes").Run("clear"));

        Assert.Equal("larder: clear: read_only is set (LARDER_READ_ONLY), so nothing is removed\n", _fixture.Error);
        Assert.Equal(1, _fixture.OpenStore().Scan().Files);
    }
}
