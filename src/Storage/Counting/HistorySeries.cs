using System.Runtime.InteropServices;

namespace Larder.Storage;

/// <summary>Requests by spans of time of one length, in their order; spans without any are left out.</summary>
/// <param name="width">The length of a span in seconds.</param>
/// <param name="max">How many are kept: the newest.</param>
/// <param name="age">How long one is kept, in seconds; 0 for as long as there is room.</param>
internal sealed class HistorySeries(uint width, int max, uint age)
{
    private readonly List<HistoryBucket> _buckets = [];

    internal int Max => max;

    internal IReadOnlyList<HistoryBucket> Buckets => _buckets;

    internal void Add(uint time, in StatisticsSums sums)
    {
        uint start = time - (time % width);
        Span<HistoryBucket> buckets = CollectionsMarshal.AsSpan(_buckets);

        // Times come nearly in order.
        int at = buckets.Length;
        while (at > 0 && buckets[at - 1].Start > start)
            at--;
        if (at > 0 && buckets[at - 1].Start == start)
        {
            buckets[at - 1] = new HistoryBucket(start, buckets[at - 1].Sums + sums);
            return;
        }

        _buckets.Insert(at, new HistoryBucket(start, sums));
        if (_buckets.Count > max)
            _buckets.RemoveAt(0);
    }

    /// <summary>Adds a bucket that was read, behind those that there are. False where it can't stand there.</summary>
    internal bool TryAppend(in HistoryBucket bucket)
    {
        if (_buckets.Count >= max || bucket.Start % width != 0 || (_buckets.Count > 0 && _buckets[^1].Start >= bucket.Start))
            return false;
        _buckets.Add(bucket);
        return true;
    }

    /// <summary>Drops what is too old.</summary>
    internal void Prune(uint now)
    {
        int old = 0;
        while (age > 0 && old < _buckets.Count && (ulong)_buckets[old].Start + age < now)
            old++;
        _buckets.RemoveRange(0, old);
    }
}
