using Larder.Caching.Metrics;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>The form in which statistics are shown.</summary>
/// <param name="AsJson">As JSON.</param>
/// <param name="AsPrometheus">As Prometheus' text.</param>
/// <param name="Groups">In tables by these.</param>
internal sealed record StatisticsForm(bool AsJson = false, bool AsPrometheus = false, params string[] Groups)
{
    /// <summary>The words for what requests are divided by.</summary>
    internal static string[] Words => [.. StatisticsGroup.All.Select(static group => group.Name)];

    internal void Write(StatisticsReport report, StoreOptions options, TextWriter output)
    {
        if (AsPrometheus)
        {
            output.Write(PrometheusText.Of(CacheMetrics.Of(report.Snapshot, report.Size, options)));
            return;
        }

        if (AsJson)
        {
            StatisticsJson.Write(report, Groups.Contains("hour") || Groups.Contains("recent"), output);
            return;
        }

        StatisticsTable.Write(report, output);
        foreach (StatisticsGroup group in StatisticsGroup.All.Where(group => Groups.Contains(group.Name)))
            group.WriteTo(report.Snapshot, output);
    }
}
