using Larder.Storage;

namespace Larder.Caching.Metrics;

/// <summary>The statistics as metrics. Names, units and labels are documented in docs/statistics.md, and never change their meaning.</summary>
public static class CacheMetrics
{
    /// <summary>All of them, in a fixed order.</summary>
    /// <param name="snapshot">What was counted.</param>
    /// <param name="size">What the cache takes.</param>
    /// <param name="options">Its limits.</param>
    public static List<Metric> Of(StatisticsSnapshot snapshot, StoreSize size, StoreOptions options)
    {
        List<Metric> metrics = [.. OfCounters(snapshot), .. OfGroups(snapshot.Groups)];
        metrics.Add(Gauge("larder.cache.size", MetricUnit.Bytes, "What the cache takes on disk", size.Bytes));
        metrics.Add(Gauge("larder.cache.files", MetricUnit.Number, "Entries in the cache", size.Files));
        metrics.Add(Gauge("larder.cache.size_limit", MetricUnit.Bytes, "What the cache may take on disk, 0 for no limit", options.MaxSize));
        metrics.Add(Gauge("larder.cache.files_limit", MetricUnit.Number, "Entries that the cache may have, 0 for no limit", options.MaxFiles));
        metrics.Add(Gauge("larder.cache.counted_since", MetricUnit.Seconds, "When the counters were last set to zero, in seconds since the epoch, 0 for never", snapshot.ZeroedAt));
        return metrics;
    }

    /// <summary>A metric of one value now.</summary>
    public static Metric Gauge(string name, MetricUnit unit, string help, double value) => new Metric(name, MetricKind.Gauge, unit, help).Add(value);

    private static Metric[] OfCounters(StatisticsSnapshot snapshot)
    {
        Metric requests = new("larder.cache.requests", MetricKind.Counter, MetricUnit.Number, "Calls of compilers by how they ended: served from the cache, not found there, or not for it");
        Metric events = new("larder.cache.events", MetricKind.Counter, MetricUnit.Number, "What was done to the cache, and what is known of misses besides");
        Metric errors = new("larder.cache.errors", MetricKind.Counter, MetricUnit.Number, "What went wrong; the compiler's result was delivered nevertheless");

        // Always there, so that a rate can be taken before the first one.
        requests.Add(0, ("result", "hit"), ("reason", ReasonNames.Of(Counter.DirectHit)));
        requests.Add(0, ("result", "miss"), ("reason", ReasonNames.Of(Counter.Miss)));
        events.Add(0, ("event", ReasonNames.Of(Counter.Stored)));
        errors.Add(0, ("error", ReasonNames.Of(Counter.InternalError)));
        foreach ((ushort id, ulong value) in snapshot.Counters)
        {
            string name = ReasonNames.Of((Counter)id) is { Length: > 0 } known ? known : "counter_" + id.ToString();
            _ = CounterGroups.Of((Counter)id) switch
            {
                CounterGroup.Hit => requests.Add(value, ("result", "hit"), ("reason", name)),
                CounterGroup.Miss => requests.Add(value, ("result", "miss"), ("reason", name)),
                CounterGroup.NotCached => requests.Add(value, ("result", "uncached"), ("reason", name)),
                CounterGroup.Trouble => errors.Add(value, ("error", name)),
                _ => events.Add(value, ("event", name)),
            };
        }

        return [requests, events, errors];
    }

    private static Metric[] OfGroups(IReadOnlyList<HistoryRow> groups)
    {
        Metric calls = new("larder.compiler.requests", MetricKind.Counter, MetricUnit.Number, "The same by compiler and namespace, as far as it was noted");
        Metric saved = new("larder.compiler.time_saved", MetricKind.Counter, MetricUnit.Seconds, "What the compiler took for results that hits delivered, when they were made");
        Metric spent = new("larder.compiler.time_spent", MetricKind.Counter, MetricUnit.Seconds, "What the compiler took where it ran");
        Metric bytes = new("larder.compiler.bytes", MetricKind.Counter, MetricUnit.Bytes, "Outputs and diagnostics that were delivered from the cache, or made and captured for it");
        foreach (HistoryRow row in groups)
        {
            if (row.Sums.Requests == 0)
                continue;
            (string ofNamespace, string compiler) = GroupLabels.Of(in row);
            (string, string)[] labels = [("namespace", ofNamespace), ("compiler", compiler)];
            calls.Add(row.Sums.Hits, [.. labels, ("result", "hit")]);
            calls.Add(row.Sums.Misses, [.. labels, ("result", "miss")]);
            calls.Add(row.Sums.Uncached, [.. labels, ("result", "uncached")]);
            saved.Add(row.Sums.Saved / 1e9, labels);
            spent.Add(row.Sums.Spent / 1e9, labels);
            bytes.Add(row.Sums.Bytes, labels);
        }

        return [calls, saved, spent, bytes];
    }
}
