using System.Text;
using System.Text.RegularExpressions;
using Larder.CommandLine.Watching;
using Larder.Posix;
using Larder.Storage;
using Spectre.Console;

namespace Larder.CommandLine.Tests.Watching;

/// <summary>What a terminal shows of a model, whatever its size.</summary>
public sealed partial class LiveScreenTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly WatchModel _model = new(Start);
    private readonly StringBuilder _written = new();

    [Theory]
    [InlineData(60, 24)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public void Builds_and_the_latest_requests_with_their_reasons(int columns, int rows)
    {
        FillModel();
        string[] lines = Draw(columns, rows);
        Assert.Contains(lines, static line => line.StartsWith("larder watch  /home/me/.cache/larder", StringComparison.Ordinal));
        Assert.Contains("hits 2   misses 1   uncached 1   saved 310 ms", lines);
        Assert.Contains(lines, static line => line.StartsWith("hit rate 66.7 %   last minute 66.7 %", StringComparison.Ordinal));
        Assert.Contains(lines, static line => Regex.IsMatch(line, "^ +4711 +1 +1 .*50.0 %.* /home/a$"));
        Assert.Contains(lines, static line => Regex.IsMatch(line, "^ +4712 +1 +0 .*100.0 %.* /home/b$"));
        Assert.Contains(lines, static line => Regex.IsMatch(line, @"^22:13:20 +4711  hit +0.80 ms  src/x\.c  direct, save"));
        Assert.Contains(lines, static line => Regex.IsMatch(line, @"^22:13:20 +4711  miss +250 ms  src/y\.c  config\.h"));
        Assert.Contains(lines, static line => Regex.IsMatch(line, @"^22:13:20 +4712  uncached +0.00 ms  gcc  called for link"));
        Assert.Equal(columns > 60, lines.Any(static line => line.Contains("direct, saved 310 ms", StringComparison.Ordinal)));
        Assert.Equal(columns > 100, lines.Any(static line => line.Contains("compile 240 ms", StringComparison.Ordinal)));

        // The newest stands first.
        Assert.True(Array.FindIndex(lines, static line => line.Contains("called for link", StringComparison.Ordinal))
            < Array.FindIndex(lines, static line => line.Contains("src/x.c", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(20, 10)]
    [InlineData(60, 12)]
    [InlineData(61, 5)]
    [InlineData(500, 200)]
    public void No_line_is_wider_than_the_terminal_and_no_screen_higher(int columns, int rows)
    {
        FillModel();
        for (int i = 0; i < 60; i++)
            _model.Fold(new EventBuilder((ulong)i << 40, Counter.Miss, $"/home/über/{new string('長', 70)}/{i}.c", "/home/" + new string('d', 300)).Detail(new string('界', 99)).At(Start));
        _model.FoldLost(12);
        string[] lines = Draw(columns, rows);
        Assert.InRange(lines.Length, 1, rows);
        Assert.All(lines, line => Assert.InRange(WatchText.Columns(line), 0, columns));
    }

    [Fact]
    public void Without_a_daemon_the_counts_are_shown_and_how_to_get_more()
    {
        _model.Fold([new CounterChange((ushort)Counter.DirectHit, 12), new CounterChange((ushort)Counter.Stored, 3)], Start);
        string[] lines = Draw(60, 20, whyNoDaemon: "no daemon runs");
        Assert.Contains("No daemon runs: only counts can be shown.", lines);
        Assert.Contains("\"larder daemon start\" starts one, to see each compile.", lines);
        Assert.Contains("       12  direct_hit", lines);
        Assert.Contains("        3  stored", lines);
    }

    [Theory]
    [InlineData(80, "…ly-812", "   4711")]
    [InlineData(120, "ci-nightly-812", "          4711")]
    public void A_build_is_called_what_it_was_named_and_its_end_says_most(int columns, string named, string other)
    {
        _model.Fold(new EventBuilder(1UL << 63, Counter.DirectHit, "x.c").Named("ci-nightly-812").At(Start));
        _model.Fold(new EventBuilder(4711, Counter.DirectHit, "y.c").At(Start));
        string[] lines = Draw(columns, 24);
        Assert.Equal(2, lines.Count(line => line.Contains(named + "  ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains(other + "  ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_terminal_is_played_with_by_nobodys_file_names()
    {
        _model.Fold(new EventBuilder(1, Counter.Miss, "a\x1b[2Jb\n[red]c[/]").At(Start));
        Assert.Contains(Draw(80, 20), static line => line.Contains(@"a\x1B[2Jb\x0A[red]c[/]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colours_are_there_where_they_are_wanted(bool hasColours)
    {
        FillModel();
        Draw(80, 20, hasColours: hasColours);
        Assert.Equal(hasColours, _written.ToString().Contains("\x1b[32m", StringComparison.Ordinal));
        Assert.Equal(hasColours, _written.ToString().Contains("\x1b[1m", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_drawn_anew_for_another_size_and_left_as_it_was()
    {
        TerminalSize size = new(60, 10);
        LiveScreen screen = new(_model, "/c"u8.ToArray(), TimeZoneInfo.Utc) { WhyNoDaemon = null };
        using (LiveView view = new(_model, screen, new LiveOutput(Write), () => size, hasColours: false))
        {
            view.Tick(Start);
            int once = _written.Length;
            view.Tick(Start.AddMilliseconds(10));
            Assert.Equal(once, _written.Length);
            size = new TerminalSize(80, 10);
            view.Tick(Start.AddMilliseconds(20));
            Assert.True(_written.Length > once);
            view.End(Start.AddSeconds(61));
        }

        string text = _written.ToString();
        Assert.StartsWith("\x1b[?1049h\x1b[?25l\x1b[H", text);
        Assert.EndsWith("\x1b[?25h\x1b[?1049lWatched for 1 min 1 s: 0 hits, 0 misses, 0 uncached\n", text);
        Assert.Single(ScreenEnd().Matches(text));
    }

    [GeneratedRegex(@"\x1b\[\?1049l")]
    private static partial Regex ScreenEnd();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Control();

    private void FillModel()
    {
        _model.Fold(new EventBuilder(4711, Counter.DirectHit, "/home/a/src/x.c", "/home/a").Took("in process", 0.8).Saved(310).At(Start));
        _model.Fold(new EventBuilder(4711, Counter.Miss, "src/y.c", "/home/a").Took("look up", 1).Took("compile", 240).Took("store", 9).At(Start, "config.h changed"));
        _model.Fold(new EventBuilder(4712, Counter.DirectHit, "x.c", "/home/b").Took("look up", 2).At(Start));
        _model.Fold(new EventBuilder(4712, Counter.CalledForLink, "", "/home/b").At(Start));
    }

    private string[] Draw(int columns, int rows, string? whyNoDaemon = null, bool hasColours = false)
    {
        LiveScreen screen = new(_model, "/home/me/.cache/larder"u8.ToArray(), TimeZoneInfo.Utc) { WhyNoDaemon = whyNoDaemon };
        using LiveView view = new(_model, screen, new LiveOutput(Write), () => new TerminalSize(columns, rows), hasColours);
        view.Tick(Start);
        string[] lines = Control().Replace(_written.ToString(), "").Split("\r\n");
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private int Write(byte[] bytes)
    {
        _written.Append(Encoding.UTF8.GetString(bytes));
        return 0;
    }
}
