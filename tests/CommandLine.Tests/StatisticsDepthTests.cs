using System.Text.Json;
using System.Text.RegularExpressions;
using Larder.Storage;
using Larder.Testing;

namespace Larder.CommandLine.Tests;

/// <summary>Time saved, groups, sessions and days, as tables, JSON and Prometheus' text.</summary>
public sealed partial class StatisticsDepthTests : IDisposable
{
    private const ulong Second = 1_000_000_000;

    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_time_saved_is_one_row_once_anything_is_known()
    {
        Assert.Equal(0, _fixture.Run("stats"));
        Assert.DoesNotContain("Time saved", _fixture.Output, StringComparison.Ordinal);
        CountBuilds();
        Assert.Equal(0, _fixture.Run("stats"));
        _fixture.AssertShows("Time saved 1 h of the compilers' 1 h 10 min");
    }

    [Fact]
    public void Tables_by_compiler_namespace_session_and_day()
    {
        CountBuilds();
        Assert.Equal(0, _fixture.Run("stats", "--by", "compiler", "namespace", "session", "day"));
        _fixture.AssertShows("hits misses not cached hit rate saved spent");
        _fixture.AssertShows("/usr/bin/gcc 2 1 0 66.7 % 1 h 10 min");
        _fixture.AssertShows($"/opt/c{ShownControl()}lang 0 0 1 0 s 0 s");
        _fixture.AssertShows("kernel 2 1 0 66.7 % 1 h 10 min");
        _fixture.AssertShows("(none) 0 0 1 0 s 0 s");
        Assert.Contains(_fixture.Lines, static line => Session().IsMatch(line));
        Assert.Contains(_fixture.Lines, static line => Day().IsMatch(line));
    }

    [Fact]
    public void A_group_that_is_none_is_refused_and_one_without_requests_says_so()
    {
        Assert.NotEqual(0, _fixture.Run("stats", "--by", "colour"));
        Assert.Equal(0, _fixture.Run("stats", "--by", "hour"));
        _fixture.AssertShows("nothing was noted yet");
    }

    [Fact]
    public void Json_has_sums_groups_sessions_and_days()
    {
        CountBuilds();
        JsonElement json = RunJson("stats", "--json");
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        JsonElement sums = json.GetProperty("sums");
        Assert.Equal((2, 1, 1), (sums.GetProperty("hits").GetInt32(), sums.GetProperty("misses").GetInt32(), sums.GetProperty("uncached").GetInt32()));
        Assert.Equal((3_600_000, 600_000, 3000), (sums.GetProperty("saved_ms").GetInt32(), sums.GetProperty("spent_ms").GetInt32(), sums.GetProperty("bytes").GetInt32()));
        JsonElement group = json.GetProperty("groups")[0];
        Assert.Equal(("kernel", "/usr/bin/gcc", 3_600_000), (group.GetProperty("namespace").GetString(), group.GetProperty("compiler").GetString(), group.GetProperty("saved_ms").GetInt32()));
        Assert.Contains(json.GetProperty("sessions").EnumerateArray(), static session =>
            session.GetProperty("name").GetString() == "ci-7" && ulong.Parse(session.GetProperty("id").GetString()!) == StatisticsFacts.SessionOf("ci-7"u8));
        JsonElement day = Assert.Single(json.GetProperty("days").EnumerateArray());
        Assert.Equal((0, 4), (day.GetProperty("start").GetInt64() % 86400, day.GetProperty("hits").GetInt32() + day.GetProperty("misses").GetInt32() + day.GetProperty("uncached").GetInt32()));
        Assert.False(json.TryGetProperty("recent", out _));
    }

    /// <summary>Every member is documented, and what is documented is there.</summary>
    [Fact]
    public void The_schema_in_the_documentation_is_what_is_written()
    {
        CountBuilds();
        _fixture.With("LARDER_LOWER_DIR=/nowhere/at/all");
        SortedSet<string> written = new(StringComparer.Ordinal);
        Collect(RunJson("stats", "--json", "--by", "hour"), string.Empty, written);
        SortedSet<string> documented = new(StringComparer.Ordinal);
        foreach (string line in Section("## JSON"))
        {
            if (MemberRow().Match(line) is { Success: true } row)
                documented.Add(row.Groups[1].Value);
        }

        Assert.True(documented.Count > 50);
        Assert.Equal(documented, written);
    }

    [Fact]
    public void Prometheus_text_is_well_formed_and_documented()
    {
        CountBuilds();
        Assert.Equal(0, _fixture.Run("stats", "--prometheus"));
        PrometheusSamples samples = PrometheusSamples.Parse(_fixture.Output);
        Assert.Equal(2, samples["larder_cache_requests_total", ("result", "hit"), ("reason", "direct_hit")]);
        Assert.Equal(1, samples["larder_cache_requests_total", ("result", "uncached"), ("reason", "called_for_link")]);
        Assert.Equal(3600, samples["larder_compiler_time_saved_seconds_total", ("namespace", "kernel"), ("compiler", "/usr/bin/gcc")]);
        Assert.Equal(2, samples["larder_compiler_requests_total", ("namespace", "kernel"), ("compiler", "/usr/bin/gcc"), ("result", "hit")]);
        Assert.Equal(1, samples["larder_compiler_requests_total", ("namespace", ""), ("compiler", "/opt/c\u0001lang"), ("result", "uncached")]);
        Assert.Equal(10L << 30, samples["larder_cache_size_limit_bytes"]);
        string[] documented = [.. Section("## Metrics").Select(static line => MetricRow().Match(line)).Where(static row => row.Success).Select(static row => row.Groups[1].Value)];
        Assert.Equal(documented.Order(StringComparer.Ordinal), samples.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prometheus_text_of_nothing_has_the_main_series()
    {
        Assert.Equal(0, _fixture.Run("stats", "--prometheus"));
        PrometheusSamples samples = PrometheusSamples.Parse(_fixture.Output);
        Assert.Equal(0, samples["larder_cache_requests_total", ("result", "hit"), ("reason", "direct_hit")]);
        Assert.Equal(0, samples["larder_cache_requests_total", ("result", "miss"), ("reason", "miss")]);
    }

    /// <summary>A path is any bytes: quotes, newlines, and what is no UTF-8.</summary>
    [Fact]
    public void Labels_hold_anything()
    {
        byte[] compiler = [.. "/opt/\"a\\b\n"u8, 0xFF];
        Record(Counter.Miss, new StatisticsFacts(Counter.Miss, Now, 0, StatisticsFacts.GroupOf(default, compiler), 0, Second, 10), StatisticsFacts.GroupText(default, compiler));
        Assert.Equal(0, _fixture.Run("stats", "--prometheus"));
        PrometheusSamples samples = PrometheusSamples.Parse(_fixture.Output);
        Assert.Equal(1, samples["larder_compiler_time_spent_seconds_total", ("namespace", ""), ("compiler", "/opt/\"a\\b\n\uFFFD")]);
    }

    private static uint Now => (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>A control character as a terminal is shown it.</summary>
    private static string ShownControl() => Posix.ByteText.Show([1]);

    private void CountBuilds()
    {
        ulong gcc = StatisticsFacts.GroupOf("kernel"u8, "/usr/bin/gcc"u8);
        byte[] name = StatisticsFacts.GroupText("kernel"u8, "/usr/bin/gcc"u8);
        ulong session = StatisticsFacts.SessionOf("ci-7"u8);
        Record(Counter.Miss, new StatisticsFacts(Counter.Miss, Now, session, gcc, 0, 600 * Second, 1000), name, "ci-7"u8.ToArray());
        Record(Counter.DirectHit, new StatisticsFacts(Counter.DirectHit, Now, session, gcc, 1800 * Second, 0, 1000));
        Record(Counter.DirectHit, new StatisticsFacts(Counter.DirectHit, Now, session, gcc, 1800 * Second, 0, 1000));
        byte[] clang = "/opt/c\u0001lang"u8.ToArray();
        Record(Counter.CalledForLink, new StatisticsFacts(Counter.CalledForLink, Now, 4711, StatisticsFacts.GroupOf(default, clang), 0, 0, 0), StatisticsFacts.GroupText(default, clang));
        StatisticsDelta options = new();
        options.AddNamed("-fodd"u8);
        Assert.True(new Statistics(_fixture.OpenStore()).Record(options));
    }

    private void Record(Counter counter, StatisticsFacts facts, byte[]? group = null, byte[]? session = null)
    {
        StatisticsDelta delta = new() { Facts = facts };
        delta.Add(counter);
        delta.AddGroupName(group);
        delta.AddSessionName(session);
        Assert.True(new Statistics(_fixture.OpenStore()).Record(delta));
    }

    private JsonElement RunJson(params string[] arguments)
    {
        Assert.Equal(0, _fixture.Run(arguments));
        return JsonDocument.Parse(_fixture.Output).RootElement;
    }

    private static void Collect(JsonElement element, string path, SortedSet<string> members)
    {
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = path + member.Name;
            if (name is "counters" or "options")
                members.Add(name + ".*");
            else if (member.Value.ValueKind == JsonValueKind.Object)
                Collect(member.Value, name + ".", members);
            else if (member.Value.ValueKind == JsonValueKind.Array)
                Assert.All(member.Value.EnumerateArray(), item => Collect(item, name + "[].", members));
            else
                members.Add(name);
        }
    }

    private static IEnumerable<string> Section(string title)
    {
        return File.ReadLines(SourceRoot.PathOf("docs/statistics.md"))
            .SkipWhile(line => line != title).Skip(1).TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `([a-z_.\[\]*]+)` \|")]
    private static partial Regex MemberRow();

    [GeneratedRegex(@"^\| `larder\.[a-z_.]+` \| `([a-z_]+)` \|")]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"^ci-7, \d\d-\d\d \d\d:\d\d for \S+( \S+)? 2 1 0 66\.7 % 1 h 10 min$")]
    private static partial Regex Session();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d 2 1 1 66\.7 % 1 h 10 min$")]
    private static partial Regex Day();
}
