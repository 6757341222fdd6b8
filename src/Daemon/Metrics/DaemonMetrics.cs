using Larder.Caching.Metrics;
using Larder.Daemon.Compiles;
using Larder.Daemon.Jobs;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Services;
using Larder.Daemon.Storing;
using Larder.Storage;

namespace Larder.Daemon.Metrics;

/// <summary>The cache's statistics and what the daemon knows of itself, as metrics.</summary>
internal sealed class DaemonMetrics(ServedCache served, JobPool pool, StoreQueue stores, ConnectionCount connections, LarderService service, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>All of them, as of now.</summary>
    internal List<Metric> Read()
    {
        LocalStore store = served.Store(served.Settings);
        StatisticsSnapshot snapshot = new Statistics(store).Read();
        JobPoolSnapshot jobs = pool.Snapshot();
        return
        [
            .. CacheMetrics.Of(snapshot, new StoreSize(snapshot.Bytes, snapshot.Files), store.Options),
            CacheMetrics.Gauge("larder.jobs.running", MetricUnit.Number, "Compilers that run under a lease", jobs.LeasesHeld),
            CacheMetrics.Gauge("larder.jobs.waiting", MetricUnit.Number, "Compiles that wait for a lease", jobs.LeasesWaitedFor),
            CacheMetrics.Gauge("larder.jobs.limit", MetricUnit.Number, "Leases that there are", jobs.MaxJobs),
            CacheMetrics.Gauge("larder.builds.active", MetricUnit.Number, "Sessions that have leases or wait for one", jobs.Sessions.Count),
            new Metric("larder.daemon.requests", MetricKind.Counter, MetricUnit.Number, "Compiles that the daemon was asked about").Add(service is CacheService cache ? cache.Requests : 0),
            CacheMetrics.Gauge("larder.daemon.connections", MetricUnit.Number, "Open connections of clients", connections.Open),
            CacheMetrics.Gauge("larder.daemon.stores_pending", MetricUnit.Number, "Results that are being stored, or wait for that", stores.Snapshot.Pending),
            CacheMetrics.Gauge("larder.daemon.memory", MetricUnit.Bytes, "Entries that are held in memory", served.Entries.Used),
            CacheMetrics.Gauge("larder.daemon.memory_limit", MetricUnit.Bytes, "What they may take", served.Entries.Limit),
            CacheMetrics.Gauge("larder.daemon.uptime", MetricUnit.Seconds, "How long the daemon has been up", time.GetElapsedTime(_started).TotalSeconds),
        ];
    }
}
