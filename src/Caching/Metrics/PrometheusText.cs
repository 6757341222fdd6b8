using System.Globalization;
using System.Text;

namespace Larder.Caching.Metrics;

/// <summary>
/// Metrics in Prometheus' text format 0.0.4 (prometheus.io, "Exposition formats"), under the names that OpenTelemetry's rules for Prometheus give them: dots
/// become underscores, the unit stands behind, "_total" behind a counter.
/// </summary>
public static class PrometheusText
{
    /// <summary>What HTTP calls it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        StringBuilder text = new();
        foreach (Metric metric in metrics)
        {
            if (metric.Samples.Count > 0)
                Append(text, metric);
        }

        return text.ToString();
    }

    /// <summary>The name of a metric there.</summary>
    public static string NameOf(Metric metric) =>
        metric.Name.Replace('.', '_')
        + metric.Unit switch { MetricUnit.Seconds => "_seconds", MetricUnit.Bytes when !metric.Name.EndsWith(".bytes", StringComparison.Ordinal) => "_bytes", _ => string.Empty }
        + (metric.Kind == MetricKind.Counter ? "_total" : string.Empty);

    private static void Append(StringBuilder text, Metric metric)
    {
        string name = NameOf(metric);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Help, quotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(metric.Kind == MetricKind.Counter ? " counter\n" : " gauge\n");
        foreach (((string Name, string Value)[] labels, double value) in metric.Samples)
        {
            text.Append(name);
            for (int i = 0; i < labels.Length; i++)
                text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value, quotes: true)).Append('"');
            text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static string Escaped(string text, bool quotes)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
