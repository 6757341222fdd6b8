using Larder.Caching.Metrics;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Page;

/// <summary>What each compiler's requests come to, in each namespace. That is kept since the counters were last set to zero, and not by time.</summary>
internal static class CompilersSection
{
    internal static void Write(Markup page, ReportData data)
    {
        if (data.Compilers.Count == 0)
            return;
        Parts.Section(page, "compilers", "By compiler", () =>
        {
            Parts.Paragraph(page, $"All requests of the cache since {(data.ZeroedAt == 0 ? "the beginning" : Quantity.Time(data.ZeroedAt))}, not of this report's time alone.");
            bool hasNames = data.Compilers.Exists(static row => GroupLabels.Of(in row).Namespace.Length > 0);
            string[] head = ["Compiler", .. hasNames ? new[] { "Namespace" } : [], "Hit rate", "Served", "Compiled", "Not cached", "Saved", "Spent", "Outputs"];
            Parts.Table(page, "Requests by compiler", head, data.Compilers.Select(row => (string[])
            [
                GroupLabels.Of(in row).Compiler, .. hasNames ? new[] { GroupLabels.Of(in row).Namespace } : [],
                Figures.HitRate(row.Sums), row.Sums.Hits.ToString(), row.Sums.Misses.ToString(), row.Sums.Uncached.ToString(), Figures.Time(row.Sums.Saved), Figures.Time(row.Sums.Spent), Figures.Bytes(row.Sums.Bytes),
            ]));
        });
    }
}
