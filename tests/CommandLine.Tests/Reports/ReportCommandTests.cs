using System.Globalization;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>What a report says, and what it says where it can't be made.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private const string Build = "w a.h '#define A 1\\n'; w a.c '#include \"a.h\"\\nint a = A;\\n'; w b.c '#include \"a.h\"\\nint b = A;\\nint main(void) { return 0; }\\n'; L gcc -c a.c; L gcc -c b.c; L gcc -c a.c; L gcc a.o b.o -o ab; ";

    private readonly ReportedBuild _build = new();

    /// <summary>A span of ten seconds that no call of a build is in.</summary>
    private static uint Later => (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60;

    public void Dispose() => _build.Dispose();

    private void Hit(ulong session, uint time)
    {
        StatisticsDelta hit = new() { Facts = new StatisticsFacts(Counter.DirectHit, time, session, 0, 0, 0, 0) };
        hit.Add(Counter.DirectHit);
        Assert.True(new Statistics(_build.Fixture.OpenStore()).Record(hit));
    }

    [ShimFact]
    public void Its_figures_are_those_of_the_statistics()
    {
        _build.Run("first", Build + "L gcc -fdump-tree-optimized -c a.c");
        PageReader page = new(_build.Report());
        Dictionary<string, long> counters = _build.Counters();

        Assert.Equal((1, 2, 1, 1), (counters["direct_hit"], counters["miss"], counters["called_for_link"], counters["unsupported_compiler_option"]));
        Assert.Equal("1", page.Figure("Served"));
        Assert.Equal("2", page.Figure("Compiled"));
        Assert.Equal("2", page.Figure("Not cached"));
        Assert.Equal("33.3 %", page.Figure("Hit rate"));
        Assert.NotEqual("0 s", page.Figure("Time saved"));
        Assert.NotEqual("0 s", page.Figure("Time spent"));
        Assert.Equal(new Dictionary<string, int> { ["no earlier compile of the source is known"] = 2 }, page.Bars("causes"));
        Assert.Equal(2, page.Bars("uncached").Count);
        Assert.Equal(1, page.Bars("uncached")["it links"]);
        Assert.Equal(["a.c", "b.c"], page.Rows("slowest").Select(static row => row[1]).Order(StringComparer.Ordinal));
        Assert.Equal((1, 2, 2), Sum(page.Rows("hit-rate")));
        Assert.Equal(["33.3 %", "1", "2", "2"], page.Rows("compilers").Single()[1..5]);
        Assert.Equal(0, _build.Fixture.Run("report", "-o", _build.Page));
        Assert.Equal($"first: 1 served, 2 compiled, 2 not cached\nPage: {_build.Page}\n", _build.Fixture.Output);
    }

    [ShimFact]
    public void Misses_stand_by_their_causes()
    {
        _build.Run("first", Build);
        _build.Run("second", "w a.h '#define A 2\\n'; L gcc -c a.c; L gcc -c b.c; L gcc -O1 -c a.c");
        PageReader page = new(_build.Report());
        Assert.Equal("3", page.Figure("Compiled"));
        Assert.Equal("0", page.Figure("Served"));
        Assert.Equal(new Dictionary<string, int> { ["a.h changed (line 1)"] = 2, ["-O1 is new"] = 1 }, page.Bars("causes"));

        // Another session is asked for by its name, and has its own figures.
        page = new PageReader(_build.Report("--session", "first"));
        Assert.Equal(("1", "2"), (page.Figure("Served"), page.Figure("Compiled")));

        // Both are in the last hour.
        page = new PageReader(_build.Report("--since", "1h"));
        Assert.Equal(("1", "5"), (page.Figure("Served"), page.Figure("Compiled")));
        Assert.Equal((1, 5, 1), Sum(page.Rows("hit-rate")));
    }

    [ShimFact]
    public void A_build_without_a_name_is_all_that_its_topmost_process_started()
    {
        _build.Run("", Build);
        PageReader page = new(_build.Report("--build"));
        Assert.Equal(("1", "2", "1"), (page.Figure("Served"), page.Figure("Compiled"), page.Figure("Not cached")));
        Assert.Matches(@"\([0-9]+\)$", page.Heading);
    }

    /// <summary>The last build that anything is noted of may be long over.</summary>
    [ShimFact]
    public void Hits_since_the_last_build_that_is_noted_are_told()
    {
        _build.Run("", Build);
        Assert.DoesNotContain("Since then", new PageReader(_build.Report()).Text, StringComparison.Ordinal);
        for (int i = 0; i < 3; i++)
            Hit(4711, Later);

        Assert.Contains("Since then the cache served 3 calls more.", new PageReader(_build.Report()).Text, StringComparison.Ordinal);
        Assert.Equal(0, _build.Fixture.Run("explain", "--build"));
        Assert.Contains("\nsince then 3 hits more, which leave no notes\n", _build.Fixture.Output, StringComparison.Ordinal);
    }

    [ShimFact]
    public void A_builds_own_hits_are_not_told_as_later_ones()
    {
        _build.Run("first", Build);
        Hit(StatisticsFacts.SessionOf("first"u8), Later);
        Assert.Equal(0, _build.Fixture.Run("explain", "--build"));
        Assert.Contains("2 compiled, 1 not for the cache, 2 from the cache\n", _build.Fixture.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("since then", _build.Fixture.Output, StringComparison.Ordinal);
    }

    [ShimFact]
    public void Who_asks_for_no_compile_is_not_the_last_build()
    {
        _build.Run("first", Build);
        _build.Run("second", "L gcc a.o b.o -o ab; L gcc -v -E - < /dev/null 2> log");
        Assert.Equal("first", new PageReader(_build.Report()).Heading);
        Assert.Equal(0, _build.Fixture.Run("explain", "--build"));
        Assert.StartsWith("first, ", _build.Fixture.Output, StringComparison.Ordinal);
    }

    /// <summary>The statistics were set to zero in between, and have begun anew.</summary>
    [ShimFact]
    public void What_is_noted_is_reported_where_less_is_counted()
    {
        _build.Run("first", Build);
        Assert.Equal(0, _build.Fixture.Run("stats", "--zero"));
        Hit(StatisticsFacts.SessionOf("first"u8), Later);
        PageReader page = new(_build.Report());
        Assert.Equal(("–", "2", "1"), (page.Figure("Served"), page.Figure("Compiled"), page.Figure("Not cached")));
    }

    [ShimFact]
    public void Names_are_text_whatever_they_are()
    {
        _build.Run("<script>alert('session')</script>", """
            for name in '<script>alert(1)<' 'a"b' "o'clock" 'x&amp;' '`tick`' "$(printf 'r\342\200\256c')" "$(printf '\377\001')" ']]>-->'; do
              w "$name.c" 'int a;\n'
              L gcc "-DNAME=<img src=x onerror=alert(1)>" -c "./$name.c" -o x.o || exit 1
            done
            L gcc '-fplugin=<b>"' -c a.c 2> log || :
            rm -rf ./*
            """);
        string html = _build.Report();
        PageReader page = new(html);
        Assert.Equal("8", page.Figure("Compiled"));
        Assert.DoesNotContain("script", page.Elements);
        Assert.DoesNotContain("img", page.Elements);
        Assert.DoesNotContain(page.Attributes, static name => name.StartsWith("on", StringComparison.Ordinal) || name is "href" or "src" or "style");
        Assert.Contains("./<script>alert(1)<.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./a\"b.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./o'clock.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./x&amp;.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./`tick`.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./r\\u202Ec.c", page.Text, StringComparison.Ordinal);
        Assert.Contains("./\\xFF\\x01.c", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        Assert.Contains("<script>alert('session')</script>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_noted_that_is_said()
    {
        Assert.Equal(1, _build.Fixture.Run("report", "-o", _build.Page));
        Assert.Equal($"larder: report: no build is noted in {_build.Fixture.Cache}: no compile went through larder yet that was not a hit\n", _build.Fixture.Error);
        Assert.False(File.Exists(_build.Page));
        Assert.Equal(1, _build.Fixture.Run("report", "--session", "x", "-o", _build.Page));
        Assert.Equal("larder: report: there is no session \"x\"; none is counted\n", _build.Fixture.Error);
        _build.Fixture.With("LARDER_JOURNAL_SIZE=0");
        Assert.Equal(1, _build.Fixture.Run("report", "-o", _build.Page));
        Assert.Contains("journal_size is 0", _build.Fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_in_which_nothing_was_is_a_page_that_says_so()
    {
        PageReader page = new(_build.Report("--since", "2d"));
        Assert.Equal(("–", "0"), (page.Figure("Hit rate"), page.Figure("Compiled")));
        Assert.Contains("When requests were is not known for this time", page.Text, StringComparison.Ordinal);
        Assert.False(page.HasSection("timeline"));
        Assert.Contains("The last 2 days", page.Text, StringComparison.Ordinal);
    }

    [ShimFact]
    public void A_time_longer_than_time_itself_is_all_there_is()
    {
        _build.Run("first", Build);
        PageReader page = new(_build.Report("--since", "99999999d"));
        Assert.Equal(("1", "2"), (page.Figure("Served"), page.Figure("Compiled")));
        Assert.Equal((1, 2, 1), Sum(page.Rows("hit-rate")));
        Assert.InRange(page.Section("hit-rate").Descendants("rect").Count(), 1, 500);
    }

    [ShimFact]
    public void A_session_that_there_is_not_is_answered_with_those_that_there_are()
    {
        _build.Run("first", Build);
        Assert.Equal(1, _build.Fixture.Run("report", "--session", "frist"));
        Assert.Equal("larder: report: there is no session \"frist\"; there are: first\n", _build.Fixture.Error);
    }

    [ShimFact]
    public async Task The_page_is_written_whole_or_not_at_all()
    {
        _build.Run("first", Build);
        Assert.Equal(1, _build.Fixture.Run("report", "-o", _build.Fixture.Root + "/none/page.html"));
        Assert.Contains("/none/page.html: No such file or directory", _build.Fixture.Error, StringComparison.Ordinal);
        Assert.Equal(1, _build.Fixture.Run("report", "-o", _build.Sources));
        Assert.Contains("Is a directory", _build.Fixture.Error, StringComparison.Ordinal);

        // A link stays one.
        File.WriteAllText(_build.Page, "before");
        File.CreateSymbolicLink(_build.Fixture.Root + "/link.html", _build.Page);
        Assert.Equal(0, _build.Fixture.Run("report", "-o", _build.Fixture.Root + "/link.html"));
        Assert.NotNull(new FileInfo(_build.Fixture.Root + "/link.html").LinkTarget);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(_build.Page), StringComparison.Ordinal);
        Assert.Equal(["link.html", "page.html"], Directory.GetFiles(_build.Fixture.Root).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

        // What is no file is written to, not replaced.
        _build.Run("first", "mkfifo pipe");
        Task<string> read = Task.Run(() => File.ReadAllText(_build.Sources + "/pipe"));
        Assert.Equal(0, _build.Fixture.Run("report", "-o", _build.Sources + "/pipe"));
        Assert.StartsWith("<!DOCTYPE html>", await read, StringComparison.Ordinal);

        Assert.Equal(0, _build.Fixture.Run("report", "-o", "-"));
        Assert.StartsWith("<!DOCTYPE html>", _build.Fixture.Output, StringComparison.Ordinal);
        Assert.Contains("first: 1 served", _build.Fixture.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one of --build, --session and --since", "--build", "--since", "1h")]
    [InlineData("\"yesterday\" is no age", "--since", "yesterday")]
    [InlineData("can't both go to standard output", "-o", "-", "--trace", "-")]
    public void What_can_not_be_meant_is_refused(string why, params string[] words)
    {
        Assert.Equal(2, _build.Fixture.Run(["report", .. words]));
        Assert.Contains(why, _build.Fixture.Error, StringComparison.Ordinal);
    }

    private static (int Hits, int Misses, int Uncached) Sum(string[][] rows) => (Sum(rows, 2), Sum(rows, 3), Sum(rows, 4));

    private static int Sum(string[][] rows, int column) => rows.Sum(row => int.Parse(row[column], CultureInfo.InvariantCulture));
}
