using Larder.Storage;

namespace Larder.CommandLine.Tests;

public sealed class TrimCommandTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private void Store(int count)
    {
        LocalStore store = _fixture.OpenStore();
        for (int i = 0; i < count; i++)
            store.WriteEntry(EntryKind.Toolchain, Digest.Of(CommandFixture.Bytes("entry " + i)), new byte[100], replace: false);
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.True(new Statistics(store).Record(delta));
    }

    [Fact]
    public void A_cache_above_its_limits_is_brought_within_them()
    {
        Store(50);

        Assert.Equal(0, _fixture.With("LARDER_MAX_FILES=10").Run("trim"));

        Assert.Matches("^Removed 4[0-9] files, [0-9.]+ [KM]iB, from " + _fixture.Cache + "\n$", _fixture.Output);
        Assert.InRange(_fixture.OpenStore().Scan().Files, 1, 10);
        _fixture.Run("stats");
        Assert.Contains(_fixture.Lines, line => line.StartsWith("evicted 4", StringComparison.Ordinal));
    }

    [Fact]
    public void Within_the_limits_nothing_goes_and_a_cache_that_is_not_there_is_none()
    {
        Assert.Equal(0, _fixture.Run("trim"));
        Assert.StartsWith("Removed 0 files, 0 B, from ", _fixture.Output);

        Store(5);

        Assert.Equal(0, _fixture.Run("trim"));
        Assert.Equal(5, _fixture.OpenStore().Scan().Files);
    }

    [Fact]
    public void A_read_only_cache_is_left_alone()
    {
        Store(5);

        Assert.Equal(1, _fixture.With("LARDER_READ_ONLY=yes", "LARDER_MAX_FILES=1").Run("trim"));

        Assert.Equal("larder: trim: read_only is set (LARDER_READ_ONLY), so nothing is removed\n", _fixture.Error);
        Assert.Equal(5, _fixture.OpenStore().Scan().Files);
    }
}
