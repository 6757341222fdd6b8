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
    public void What_this_users_daemon_keeps_for_others_goes_too()
    {
        Store("a");
        UserStores users = _fixture.KeepFor((20001, 2), (20002, 1));
        Assert.Equal(0, _fixture.Run("clear"));
        Assert.Matches($"^Removed 1 file, [0-9.]+ [KM]iB, from {_fixture.Cache}\nRemoved 3 files, [0-9.]+ [KM]iB, kept for 2 users\n$", _fixture.Output);
        foreach (uint user in (uint[])[20001, 20002])
            Assert.Equal((0, 0), (users.Of(user).Scan().Files, new Statistics(users.Of(user)).Read().Files));

        Assert.Equal(0, _fixture.Run("clear"));
        Assert.StartsWith("Removed 0 files, 0 B, from ", _fixture.Output);
        Assert.DoesNotContain("kept", _fixture.Output, StringComparison.Ordinal);
    }

    /// <summary>Whoever may write to the cache directory can't lead "clear" to another place.</summary>
    [Fact]
    public void Where_links_stand_in_the_place_of_what_is_kept_nothing_is_removed()
    {
        Store("a");
        _fixture.KeepFor((20001, 1));
        Directory.Move(_fixture.Cache + "/users", _fixture.Root + "/elsewhere");
        Directory.CreateSymbolicLink(_fixture.Cache + "/users", _fixture.Root + "/elsewhere");
        Assert.Equal(0, _fixture.Run("clear"));
        File.Delete(_fixture.Cache + "/users");
        Directory.CreateDirectory(_fixture.Cache + "/users");
        Directory.CreateSymbolicLink(_fixture.Cache + "/users/20001", _fixture.Root + "/elsewhere/20001");
        Assert.Equal(0, _fixture.Run("clear"));
        Assert.Single(Directory.GetFiles(_fixture.Root + "/elsewhere", "*.t", SearchOption.AllDirectories));
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
