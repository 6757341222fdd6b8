namespace Larder.Caching.Metrics;

/// <summary>What a metric is counted in: UCUM's words in OpenTelemetry, base units in Prometheus' names.</summary>
public enum MetricUnit
{
    /// <summary>Things; no word in a name.</summary>
    Number,

    /// <summary>"s", seconds.</summary>
    Seconds,

    /// <summary>"By", bytes.</summary>
    Bytes,
}
