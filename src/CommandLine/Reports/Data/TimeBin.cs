using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>The requests of a span of time that has a bar of its own.</summary>
/// <param name="Start">Seconds since the epoch.</param>
/// <param name="Width">Its length in seconds.</param>
/// <param name="Sums">What they come to.</param>
internal sealed record TimeBin(long Start, long Width, StatisticsSums Sums)
{
    /// <summary>More bars than that are a comb.</summary>
    private const int Most = 72;

    private static readonly long[] s_widths =
    [
        10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 2 * 86400, 7 * 86400, 14 * 86400,
    ];

    /// <summary>Spans one after the other, empty ones too, so few that each can be seen.</summary>
    internal static List<TimeBin> Of(HistorySlice history, long from, long until)
    {
        if (history.Buckets.Count == 0)
            return [];
        from = Math.Min(from, history.Buckets[0].Start);
        until = Math.Max(until, history.Buckets[^1].Start + (long)history.Width);
        long width = s_widths.FirstOrDefault(one => one >= history.Width && one % history.Width == 0 && (until - from) / one < Most, s_widths[^1] * (((until - from) / s_widths[^1] / Most) + 1));
        List<TimeBin> bins = [];
        for (long start = from - (from % width); start < until; start += width)
            bins.Add(new TimeBin(start, width, default));
        foreach (HistoryBucket bucket in history.Buckets)
        {
            int at = (int)((bucket.Start - bins[0].Start) / width);
            bins[at] = bins[at] with { Sums = bins[at].Sums + bucket.Sums };
        }

        return bins;
    }
}
