using System.Text;
using Larder.Caching.Metrics;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>One way in which <c>larder stats --by</c> divides requests.</summary>
/// <param name="Name">Its word there.</param>
/// <param name="Title">What stands above its table.</param>
/// <param name="Rows">The requests, in the order in which they are shown.</param>
internal sealed record StatisticsGroup(string Name, string Title, Func<StatisticsSnapshot, IEnumerable<(string Name, StatisticsSums Sums)>> Rows)
{
    /// <summary>More spans of time than that are no table any more; --json has them all.</summary>
    private const int ShownSpans = 48;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<StatisticsGroup> All { get; } =
    [
        new("compiler", "By compiler", static snapshot => ByTime(snapshot.Groups, static row => GroupLabels.Of(in row).Compiler)),
        new("namespace", "By namespace", static snapshot => ByTime(snapshot.Groups, static row => row.Id == 0 ? GroupLabels.Rest : GroupLabels.Of(in row).Namespace is { Length: > 0 } name ? name : "(none)")),
        new("session", "Builds, the last first", static snapshot => snapshot.Sessions.OrderByDescending(static row => row.Last).Select(static row => ($"{NameOf(in row)}, {Spell(row.First, row.Last)}", row.Sums))),
        new("day", "By day (UTC)", static snapshot => Spans(snapshot.Days, "yyyy-MM-dd")),
        new("hour", "By hour (UTC)", static snapshot => Spans(snapshot.Hours, "yyyy-MM-dd HH:mm")),
        new("recent", "By ten seconds (UTC)", static snapshot => Spans(snapshot.Recent, "HH:mm:ss")),
    ];

    /// <summary>What a session is called: its text, else what stands for it.</summary>
    internal static string NameOf(in HistoryRow session) =>
        session.Text.Length > 0 ? Encoding.UTF8.GetString(session.Text) : "build " + SessionText.Of(session.Id);

    internal void WriteTo(StatisticsSnapshot snapshot, TextWriter output)
    {
        AlignedTable table = new(false, true, true, true, true, true, true);
        table.Add("  ", "hits", "misses", "not cached", "hit rate", "saved", "spent");
        bool isEmpty = true;
        foreach ((string name, StatisticsSums sums) in Rows(snapshot))
        {
            isEmpty = false;
            string rate = Quantity.Share(sums.Hits, sums.Hits + sums.Misses);
            table.Add("  " + ByteText.Show(Encoding.UTF8.GetBytes(name)), sums.Hits.ToString(), sums.Misses.ToString(), sums.Uncached.ToString(), rate, TimeText.Of(sums.Saved), TimeText.Of(sums.Spent));
        }

        output.WriteLine();
        output.WriteLine(Title);
        if (isEmpty)
            output.WriteLine("  nothing was noted yet");
        else
            table.WriteTo(output);
    }

    private static IEnumerable<(string Name, StatisticsSums Sums)> ByTime(IReadOnlyList<HistoryRow> rows, Func<HistoryRow, string> nameOf) =>
        rows.Where(static row => row.Sums.Requests > 0)
            .GroupBy(nameOf, StringComparer.Ordinal)
            .Select(static group => (Name: group.Key, Sums: group.Aggregate(default(StatisticsSums), static (sum, row) => sum + row.Sums)))
            .OrderByDescending(static row => row.Sums.Requests)
            .ThenBy(static row => row.Name, StringComparer.Ordinal);

    private static IEnumerable<(string Name, StatisticsSums Sums)> Spans(IReadOnlyList<HistoryBucket> buckets, string format) =>
        buckets.Skip(buckets.Count - ShownSpans).Select(bucket => (DateTimeOffset.FromUnixTimeSeconds(bucket.Start).ToString(format), bucket.Sums));

    private static string Spell(uint first, uint last) =>
        $"{DateTimeOffset.FromUnixTimeSeconds(first):MM-dd HH:mm} for {TimeText.Of((ulong)Math.Max(last - (long)first, 0) * 1_000_000_000)}";
}
