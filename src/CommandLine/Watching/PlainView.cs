using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;

namespace Larder.CommandLine.Watching;

/// <summary>
/// A line for each request, as it comes, in columns that programs can take apart; what is said besides begins with "#":
/// <code>
/// time kind reason session took saved compiler source in directory [detail] (stages): explanation
/// </code>
/// </summary>
internal sealed class PlainView(WatchModel model, LiveOutput output) : IWatchView
{
    private const string None = "-";

    private bool _hasHead;

    public bool IsLive => false;

    public void Connected(GetStatusReply status)
    {
        Remark($"watching daemon {status.ProcessId}, cache {ByteText.Show(status.CacheDirectory.Span)}");
        if (!_hasHead)
            Remark("time, kind, reason, session, took, saved, compiler, source, directory, [detail], (stages): explanation");
        _hasHead = true;
    }

    public void Disconnected(string why)
    {
        Remark($"{why}: single compiles can't be shown, only what the statistics count; \"larder daemon start\" starts one");
    }

    public void Show(WatchedCompile compile)
    {
        string[] columns =
        [
            Time(compile.Time),
            WatchText.KindName(compile.Kind).PadRight(8),
            compile.Reason.PadRight(16),
            compile.Session.Replace(" ", @"\x20", StringComparison.Ordinal).PadLeft(7),
            Compact(compile.Duration).PadLeft(7),
            (compile.Saved > TimeSpan.Zero ? Compact(compile.Saved) : None).PadLeft(7),
            Or(compile.Compiler).PadRight(6),
            Or(compile.Source),
            "in " + Or(compile.Directory),
        ];
        string line = string.Join("  ", columns);
        if (compile.Detail.Length > 0)
            line += $"  [{compile.Detail}]";
        if (compile.Event.Stages.Length > 0)
            line += "  (" + string.Join(", ", compile.Event.Stages.Select(static stage => $"{ByteText.Show(stage.Name.Span)} {WatchText.Span(WatchedCompile.Of(stage.Nanoseconds))}")) + ")";
        if (compile.Explanation is { } explanation)
            line += ": " + explanation;
        output.WriteLine(line);
    }

    public void ShowLost(ulong count) =>
        Remark($"{Quantity.Of((long)count, "event was", "events were")} lost before the next line: they came faster than they were read");

    public void Show(IReadOnlyList<CounterChange> changes, DateTimeOffset time)
    {
        string counted = string.Join("  ", changes.Select(static change => $"{change.Name} +{change.Count}"));
        output.WriteLine($"{Time(time)}  counted   {counted}");
    }

    public void Tick(DateTimeOffset now)
    {
    }

    public void End(DateTimeOffset now) => Remark(WatchSummary.Of(model, now));

    public void Dispose()
    {
    }

    private static string Or(string text) => text.Length > 0 ? text : None;

    private static string Compact(TimeSpan span) => WatchText.Span(span).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>As in the log of compiles.</summary>
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private void Remark(string text) => output.WriteLine("# " + text);
}
