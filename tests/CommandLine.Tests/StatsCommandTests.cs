using System.Text.Json;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.CommandLine.Tests;

public sealed class StatsCommandTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private static Counter Refused(RefusalReason reason) => (Counter)((int)Counter.FirstRefusal + (int)reason);

    private JsonElement RunJson(params string[] arguments)
    {
        Assert.Equal(0, _fixture.Run(arguments));
        return JsonDocument.Parse(_fixture.Output).RootElement;
    }

    private void CountSomething()
    {
        _fixture.Count(
            (Counter.DirectHit, 7), (Counter.PreprocessedHit, 1), (Counter.Miss, 4), (Counter.Stored, 3),
            (Counter.FallbackExecuted, 2), (Refused(RefusalReason.CalledForLink), 5), (Counter.TimeMacros, 6));
        StatisticsDelta options = new();
        options.Add(Refused(RefusalReason.UnsupportedCompilerOption), 3);
        options.AddNamed("-fplugin"u8, 1);
        options.AddNamed("-fodd\xFF"u8, 2);
        Assert.True(new Statistics(_fixture.OpenStore()).Record(options));
    }

    [Fact]
    public void What_a_daemon_keeps_for_others_is_one_line()
    {
        CountSomething();
        Assert.Equal(0, _fixture.Run("stats"));
        Assert.DoesNotContain("Kept", _fixture.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), Kept());

        UserStores users = _fixture.KeepFor((20001, 2), (20002, 1), (20003, 0));
        long size = users.Of(20001).Scan().Bytes + users.Of(20002).Scan().Bytes;
        Assert.Equal(0, _fixture.Run("stats"));
        _fixture.AssertShows($"Kept for users {size / 1024} KiB 3 files of 2 users");
        Assert.Equal((2, 3), Kept());

        (int Users, int Files) Kept() => RunJson("stats", "--json").GetProperty("kept_for_users") is var kept
            ? (kept.GetProperty("users").GetInt32(), kept.GetProperty("files").GetInt32())
            : default;
    }

    [Fact]
    public void What_stood_already_is_one_line_and_no_counter()
    {
        CountSomething();
        Assert.Equal(0, _fixture.Run("stats"));
        Assert.DoesNotContain("Shared", _fixture.Output, StringComparison.Ordinal);

        _fixture.Count((Counter.SharedResult, 3), (Counter.SharedKibibytes, 24));
        Assert.Equal(0, _fixture.Run("stats"));
        _fixture.AssertShows("Shared results 3 24 KiB not written");
        JsonElement json = RunJson("stats", "--json");
        Assert.Equal((3, 24 * 1024), (json.GetProperty("shared").GetProperty("results").GetInt32(), json.GetProperty("shared").GetProperty("size_bytes").GetInt32()));
        Assert.False(json.GetProperty("counters").TryGetProperty("shared_result", out _));
    }

    [Fact]
    public void A_check_has_a_line_for_each_trouble_and_its_status()
    {
        CountSomething();
        _fixture.Count((Counter.CorruptEntry, 3), (Counter.StoreFailed, 1), (Counter.UnverifiableHit, 2), (Counter.VerifiedHit, 2));
        Assert.Equal(0, _fixture.Run("stats", "--check"));
        Assert.Empty(_fixture.Output);

        _fixture.Count((Counter.WrongHit, 2));
        Assert.Equal(1, _fixture.Run("stats", "--check"));
        Assert.Matches("^wrong_hit: 2 hits .*/v1/quarantine\n$", _fixture.Output);
        _fixture.Count((Counter.InternalError, 1));
        Assert.Equal(1, _fixture.Run("stats", "--check"));
        Assert.Matches("^wrong_hit: 2 hits .*\ninternal_error: 1 fault .*\n$", _fixture.Output);

        Assert.Equal(0, _fixture.Run("stats", "--zero"));
        Assert.Equal(0, _fixture.Run("stats", "--check"));
        Assert.Equal(2, _fixture.Run("stats", "--check", "--json"));
        Assert.Equal(2, _fixture.Run("stats", "--check", "--zero"));
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("-s")]
    [InlineData("--show-stats")]
    public void The_table_sums_groups_and_shows_shares_and_reasons_by_size(string command)
    {
        CountSomething();

        Assert.Equal(0, _fixture.Run(command));

        Assert.Equal("", _fixture.Error);
        string[] expected =
        [
            "Cacheable calls 12",
            "Hits 8 66.7 %",
            "direct_hit 7",
            "preprocessed_hit 1",
            "Misses 4 33.3 %",
            "miss 4",
            "Not cached 14",
            "time_macros 6",
            "called_for_link 5",
            "unsupported_compiler_option 3",
            "-fodd\u00FF 2",
            "-fplugin 1",
            "Errors 2",
            "fallback_executed 2",
            "Cache size 0 B 0.0 % of 10 GiB",
            "Files 0",
            "stored 3",
            "Counted since the beginning",
            "Cache directory " + _fixture.Cache,
        ];
        Assert.Equal(expected, _fixture.Lines[..^1]);
    }

    [Fact]
    public void Columns_stand_below_each_other()
    {
        CountSomething();
        _fixture.Run("stats");

        string[] lines = _fixture.Output.Split('\n');
        int end = lines[0].Length;
        Assert.EndsWith(" 12", lines[0]);
        Assert.Equal(end, lines[1].IndexOf("8  66.7 %", StringComparison.Ordinal) + 1);
        Assert.Equal(end, lines[6].Length);
    }

    [Fact]
    public void Json_has_the_main_counters_even_when_they_are_zero()
    {
        JsonElement json = RunJson("stats", "--json");

        Assert.Equal(1, json.GetProperty("version").GetInt32());
        JsonElement counters = json.GetProperty("counters");
        foreach (string name in new[]
        {
            "direct_hit", "preprocessed_hit", "miss", "recache", "stored", "store_failed", "corrupt_entry", "evicted",
            "internal_error", "fallback_executed",
        })
            Assert.Equal(0, counters.GetProperty(name).GetInt64());
        Assert.Empty(json.GetProperty("options").EnumerateObject());
        Assert.Equal(0, json.GetProperty("size_bytes").GetInt64());
        Assert.Equal(0, json.GetProperty("files").GetInt64());
        Assert.Equal(10L << 30, json.GetProperty("max_size_bytes").GetInt64());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("zeroed_at").ValueKind);
        Assert.Equal(_fixture.Cache, json.GetProperty("directory").GetString());
    }

    [Fact]
    public void Json_has_every_counter_and_the_options()
    {
        CountSomething();

        JsonElement json = RunJson("stats", "--json");

        JsonElement counters = json.GetProperty("counters");
        Assert.Equal(7, counters.GetProperty("direct_hit").GetInt64());
        Assert.Equal(4, counters.GetProperty("miss").GetInt64());
        Assert.Equal(5, counters.GetProperty("called_for_link").GetInt64());
        Assert.Equal(6, counters.GetProperty("time_macros").GetInt64());
        Assert.Equal(1, json.GetProperty("options").GetProperty("-fplugin").GetInt64());
    }

    [Fact]
    public void Counters_of_the_same_name_are_one()
    {
        _fixture.Count((Counter.CalledForLink, 1), (Refused(RefusalReason.CalledForLink), 2));

        Assert.Equal(3, RunJson("stats", "--json").GetProperty("counters").GetProperty("called_for_link").GetInt64());
    }

    [Fact]
    public void A_counter_of_a_later_version_is_shown_by_its_number()
    {
        _fixture.Count(((Counter)399, 2));

        Assert.Equal(0, _fixture.Run("stats"));
        _fixture.AssertShows("counter_399 2");
        _fixture.AssertShows("Not cached 2");
    }

    [Fact]
    public void Size_and_files_are_those_of_the_entries_and_the_limit_is_the_settings()
    {
        LocalStore store = _fixture.With("LARDER_MAX_SIZE=1Mi", "LARDER_MAX_FILES=7").OpenStore();
        store.WriteEntry(EntryKind.Toolchain, Digest.Of("k"u8), new byte[100], replace: false);

        JsonElement json = RunJson("stats", "--json");

        Assert.Equal(1, json.GetProperty("files").GetInt64());
        Assert.Equal(store.Scan().Bytes, json.GetProperty("size_bytes").GetInt64());
        Assert.Equal(1 << 20, json.GetProperty("max_size_bytes").GetInt64());
        Assert.Equal(7, json.GetProperty("max_files").GetInt64());
        _fixture.Run("stats");
        _fixture.AssertShows("Files 1 of 7");
    }

    [Fact]
    public void Without_a_limit_there_is_no_share()
    {
        _fixture.With("LARDER_MAX_SIZE=0").Run("stats");

        _fixture.AssertShows("Cache size 0 B no limit");
    }

    [Theory]
    [InlineData("stats", "--zero")]
    [InlineData("stats", "-z")]
    [InlineData("-z")]
    [InlineData("--zero-stats")]
    public void Zeroing_forgets_the_counters_and_says_since_when(params string[] command)
    {
        CountSomething();

        Assert.Equal(0, _fixture.Run(command));
        Assert.Equal("Statistics are set to zero.\n", _fixture.Output);

        JsonElement json = RunJson("stats", "--json");
        Assert.Equal(0, json.GetProperty("counters").GetProperty("direct_hit").GetInt64());
        Assert.False(json.GetProperty("counters").TryGetProperty("time_macros", out _));
        Assert.InRange(
            json.GetProperty("zeroed_at").GetInt64(),
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        _fixture.Run("stats");
        Assert.Matches(@"\nCounted since    \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n", _fixture.Output);
    }

    [Fact]
    public void Show_and_zero_together_show_first()
    {
        CountSomething();

        Assert.Equal(0, _fixture.Run("-s", "-z"));

        _fixture.AssertShows("Cacheable calls 12");
        Assert.EndsWith("Statistics are set to zero.\n", _fixture.Output);
    }

    [Fact]
    public void Nothing_is_made_where_there_is_no_cache_yet()
    {
        Assert.Equal(0, _fixture.Run("stats"));
        Assert.Equal(0, _fixture.Run("stats", "--zero"));

        Assert.False(Directory.Exists(_fixture.Cache));
    }

    [Fact]
    public void A_read_only_cache_is_not_zeroed_and_that_is_said()
    {
        CountSomething();

        Assert.Equal(1, _fixture.With("LARDER_READ_ONLY=1").Run("stats", "--zero"));

        Assert.Equal($"larder: stats: can't set the statistics in {_fixture.Cache} to zero: read_only is set\n", _fixture.Error);
        _fixture.Run("stats");
        _fixture.AssertShows("Cacheable calls 12");
    }
}
