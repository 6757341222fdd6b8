namespace Larder.Caching.Metrics;

/// <summary>What a metric does over time.</summary>
public enum MetricKind
{
    /// <summary>It only grows, until it begins anew at 0.</summary>
    Counter,

    /// <summary>It is what it is now.</summary>
    Gauge,
}
