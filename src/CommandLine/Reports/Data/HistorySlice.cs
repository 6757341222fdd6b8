using Larder.Storage;

namespace Larder.CommandLine.Reports.Data;

/// <summary>The requests of a time, by spans as short as they are kept for as long ago.</summary>
/// <param name="Width">The length of a span in seconds.</param>
/// <param name="Buckets">The spans in which there were any, in their order.</param>
internal sealed record HistorySlice(uint Width, IReadOnlyList<HistoryBucket> Buckets)
{
    /// <summary>How long spans of ten seconds are kept, in seconds, less what may have passed since that was last looked after.</summary>
    private const long FineAge = 2 * 3600;

    private const long HourAge = 14 * 86400;

    internal StatisticsSums Sums => Buckets.Aggregate(default(StatisticsSums), static (sums, bucket) => sums + bucket.Sums);

    /// <summary>What there is between two times.</summary>
    /// <param name="snapshot">The statistics.</param>
    /// <param name="from">Seconds since the epoch; the span that it lies in counts wholly.</param>
    /// <param name="until">The same.</param>
    /// <param name="now">The same.</param>
    internal static HistorySlice Of(StatisticsSnapshot snapshot, long from, long until, long now)
    {
        (uint width, IReadOnlyList<HistoryBucket> all) = (now - from) switch
        {
            <= FineAge => (10u, snapshot.Recent),
            <= HourAge => (3600u, snapshot.Hours),
            _ => (86400u, snapshot.Days),
        };
        return new HistorySlice(width, [.. all.Where(bucket => bucket.Start + (long)width > from && bucket.Start <= until)]);
    }

    /// <summary>Hits in the spans that began after a time: a build of hits alone leaves no notes, and this trace only.</summary>
    /// <param name="snapshot">The statistics.</param>
    /// <param name="end">The time, in milliseconds since the epoch.</param>
    /// <param name="now">Seconds since the epoch.</param>
    internal static ulong HitsAfter(StatisticsSnapshot snapshot, long end, long now) =>
        Of(snapshot, end / 1000, long.MaxValue, now).Buckets.Where(bucket => bucket.Start * 1000L > end).Aggregate(0UL, static (sum, bucket) => sum + bucket.Sums.Hits);
}
