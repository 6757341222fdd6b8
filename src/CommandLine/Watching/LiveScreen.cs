using Larder.CommandLine.Text;
using Larder.Posix;
using Spectre.Console;

namespace Larder.CommandLine.Watching;

/// <summary>What a terminal shows: what all of it comes to, the builds that go on, and the latest requests, the newest first.</summary>
internal sealed class LiveScreen(WatchModel model, byte[] cacheDirectory, TimeZoneInfo zone)
{
    /// <summary>From here on there is room for the columns that say less.</summary>
    private const int Wide = 90;

    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Weak = new(decoration: Decoration.Dim);
    private static readonly Style Warning = new(Color.Yellow);

    /// <summary>Why there are only counts; null: a daemon is watched.</summary>
    internal string? WhyNoDaemon { get; set; } = string.Empty;

    /// <summary>The lines, as many as fit, each no wider than the terminal.</summary>
    internal List<ScreenLine> Lines(TerminalSize size, DateTimeOffset now)
    {
        List<ScreenLine> lines = [];
        ScreenLine New()
        {
            lines.Add(new ScreenLine(size.Columns));
            return lines[^1];
        }

        AddHead(New, now);
        AddBuilds(New, size, now);
        AddCounted(New, size);
        AddLatest(New, size, lines);
        return lines.Count > size.Rows ? lines[..size.Rows] : lines;
    }

    private void AddHead(Func<ScreenLine> add, DateTimeOffset now)
    {
        ScreenLine title = add().Add("larder watch", Strong).Add("  ");
        title.Add(WatchText.Fit(ByteText.Show(cacheDirectory), title.Left - 11, keepEnd: true));
        title.AddRight(Local(now), Weak);
        if (WhyNoDaemon is { } why)
        {
            add().Add(why.Length == 0 ? "Looking for the daemon" : $"{char.ToUpperInvariant(why[0])}{why[1..]}: only counts can be shown.", Warning);
            if (why.Length > 0)
                add().Add("\"larder daemon start\" starts one, to see each compile.", Warning);
        }
        else if (model.Status is { } status)
        {
            string what = status.Draining ? "ending" : $"up {WatchText.Clock(TimeSpan.FromMilliseconds(Math.Clamp(status.UptimeMilliseconds, 0, int.MaxValue * 1000L)))}";
            add().Add($"daemon {status.ProcessId}, {what}   ").Add($"jobs {status.LeasesHeld} of {status.MaxJobs} running, {status.LeasesWaitedFor} queued", status.LeasesHeld > 0 ? Strong : null);
        }
        else
        {
            add().Add("The daemon doesn't answer.", Warning);
        }

        WatchTally tally = model.Tally;
        add().Add($"hits {tally.Hits}", StyleOf(CompileKind.Hit)).Add("   ").Add($"misses {tally.Misses}", StyleOf(CompileKind.Miss)).Add("   ")
            .Add($"uncached {tally.Uncached}", StyleOf(CompileKind.Uncached)).Add("   ").Add($"saved {tally.SavedText}");
        add().Add($"hit rate {tally.Rate}", Strong).Add($"   last minute {model.Recent.Rate(now)}").AddRight($"for {WatchText.Clock(now - model.Began)}", Weak);
        if (model.Lost > 0)
            add().Add($"{Quantity.Of((long)model.Lost, "event was", "events were")} lost: they came faster than they were read", Warning);
    }

    private void AddBuilds(Func<ScreenLine> add, TerminalSize size, DateTimeOffset now)
    {
        List<BuildActivity> builds = model.Builds(now);
        if (builds.Count == 0)
            return;
        BuildColumn[] columns = size.Columns >= Wide ? BuildColumn.Wide : BuildColumn.Narrow;
        add();
        ScreenLine head = add();
        foreach (BuildColumn column in columns)
            head.AddColumn(column.Head, column.Width, Weak, alignRight: true);
        head.Add("in", Weak);
        int room = Math.Max(size.Rows / 3, 2);
        foreach (BuildActivity build in builds.Take(builds.Count > room ? room - 1 : room))
        {
            ScreenLine line = add();
            foreach (BuildColumn column in columns)
                line.AddColumn(column.Text(build), column.Width, alignRight: true);
            line.Add(ByteText.Show(build.Directory), keepEnd: true);
        }

        if (builds.Count > room)
            add().Add($"and {builds.Count - room + 1} more", Weak);
    }

    /// <summary>What the statistics count besides hits, misses and refusals is shown too: why a result is gone, or that nothing could be stored.</summary>
    private void AddCounted(Func<ScreenLine> add, TerminalSize size)
    {
        if (model.Counted.Count == 0)
            return;
        add();
        add().Add("counted while no daemon told more", Weak);
        foreach ((string name, ulong count) in model.Counted.OrderByDescending(static counter => counter.Value).Take(Math.Max(size.Rows / 3, 2)))
            add().AddColumn(count.ToString(), 9, null, alignRight: true).Add(name);
    }

    private void AddLatest(Func<ScreenLine> add, TerminalSize size, List<ScreenLine> lines)
    {
        if (!model.Latest.Any())
            return;
        add();
        bool isGrouped = model.Latest.Take(size.Rows).Select(static compile => compile.Event.Session).Distinct().Count() > 1;
        foreach (WatchedCompile compile in model.Latest)
        {
            if (lines.Count >= size.Rows)
                return;
            AddCompile(add(), compile, isGrouped, size.Columns >= Wide);
        }
    }

    private void AddCompile(ScreenLine line, WatchedCompile compile, bool isGrouped, bool isWide)
    {
        line.AddColumn(Local(compile.Time), 8, Weak);
        if (isGrouped)
        {
            int width = BuildColumn.NameWidth(isWide);
            line.AddColumn(WatchText.Fit(compile.Session, width, keepEnd: true), width, Weak, alignRight: true);
        }

        line.AddColumn(WatchText.KindName(compile.Kind), 8, StyleOf(compile.Kind));
        line.AddColumn(WatchText.Span(compile.Duration), 7, null, alignRight: true);
        string source = compile.Source.Length > 0 ? compile.Source : compile.Compiler;

        // What is left is shared: the source keeps its end, and what is known of the reason comes behind it.
        string about = About(compile, isWide);
        int room = Math.Max(line.Left - Math.Min(WatchText.Columns(about) + 2, line.Left / 2), 0);
        line.Add(WatchText.Fit(source, room, keepEnd: true), Strong);
        if (about.Length > 0)
            line.Add("  ").Add(about, compile.Explanation is null ? Weak : Warning);
    }

    private static string About(WatchedCompile compile, bool isWide)
    {
        string words = WatchText.ReasonWords(compile.Kind, compile.Reason);
        if (compile.Detail.Length > 0)
            words = $"{words} [{compile.Detail}]".TrimStart();
        if (compile.Explanation is { } explanation)
            words = words.Length == 0 ? explanation : $"{words}: {explanation}";
        if (compile.Saved > TimeSpan.Zero)
            words += $", saved {WatchText.Span(compile.Saved)}";
        string stages = isWide ? WatchText.Stages(compile) : string.Empty;
        return words.Length > 0 && stages.Length > 0 ? $"{words} ({stages})" : words + stages;
    }

    private static Style StyleOf(CompileKind kind) => kind switch
    {
        CompileKind.Hit => new Style(Color.Green),
        CompileKind.Miss => new Style(Color.Red),
        _ => new Style(Color.Blue),
    };

    private string Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm:ss");
}
