using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Reports.Plots;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>Hits and misses over time: the share as a line, the numbers as bars.</summary>
internal static class HitRateSection
{
    private const double RateHeight = 96;
    private const double CountHeight = 120;

    internal static void Write(Markup page, ReportData data) => Parts.Section(page, "hit-rate", "Hit rate over time", () =>
    {
        List<TimeBin> bins = data.Bins;
        if (bins.Count == 0)
        {
            Parts.Paragraph(page, "When requests were is not known for this time: spans of ten seconds are kept for two hours, hours for two weeks, days for a year.");
            return;
        }

        TimeAxis time = BinAxis.Of(bins);
        if (data.Scope.History.Sums.Requests > data.Scope.Sums.Requests)
            Parts.Paragraph(page, "These are all requests of the cache in this time, other builds' too.");
        Parts.Legend(page, ("hit", "served"), ("miss", "compiled"), ("uncached", "not cached"));
        Plot.Draw(page, RateHeight, "Hit rate over time, in per cent; the numbers are in the table below", plot => DrawRate(plot, bins, time));
        Plot.Draw(page, CountHeight, "Requests over time; the numbers are in the table below", plot => DrawCounts(plot, bins, time));
        Parts.Numbers(page, "The numbers", ["From (UTC)", "Hit rate", "Served", "Compiled", "Not cached"], bins.Where(static bin => bin.Sums.Requests > 0).Select(static bin =>
            new[] { Figures.Clock(bin.Start, bin.Width), Figures.HitRate(bin.Sums), bin.Sums.Hits.ToString(), bin.Sums.Misses.ToString(), bin.Sums.Uncached.ToString() }));
    });

    private static void DrawRate(Plot plot, List<TimeBin> bins, TimeAxis time)
    {
        plot.Values(new ValueAxis(100, RateHeight, static value => $"{value:0} %", 50)).Times(time.Clock());
        (double X, double Y)? before = null;
        foreach (TimeBin bin in bins.Where(static bin => bin.Sums.Hits + bin.Sums.Misses > 0))
        {
            double share = 1.0 * bin.Sums.Hits / (bin.Sums.Hits + bin.Sums.Misses);
            (double x, double y) = (time.Of(((bin.Start * 2) + bin.Width) * 500_000), RateHeight * (1 - share));
            if (before is { } last)
                plot.Stroke("rate", last.X, last.Y, x, y);
            before = (x, y);
        }

        foreach (TimeBin bin in bins.Where(static bin => bin.Sums.Hits + bin.Sums.Misses > 0))
        {
            double share = 1.0 * bin.Sums.Hits / (bin.Sums.Hits + bin.Sums.Misses);
            plot.Point("rate", time.Of(((bin.Start * 2) + bin.Width) * 500_000), RateHeight * (1 - share), $"{Figures.Clock(bin.Start, bin.Width)}: {Figures.HitRate(bin.Sums)} of {bin.Sums.Hits + bin.Sums.Misses}");
        }
    }

    private static void DrawCounts(Plot plot, List<TimeBin> bins, TimeAxis time)
    {
        ValueAxis axis = ValueAxis.OfCount(bins.Max(static bin => (double)bin.Sums.Requests), CountHeight);
        plot.Values(axis).Times(time.Clock());
        foreach (TimeBin bin in bins)
        {
            double x = time.Of(bin.Start * 1_000_000);
            double width = time.Length(bin.Width * 1_000_000);
            double foot = 0;
            foreach ((string name, string text, ulong count) in ((string, string, ulong)[])[("hit", "served", bin.Sums.Hits), ("miss", "compiled", bin.Sums.Misses), ("uncached", "not cached", bin.Sums.Uncached)])
            {
                plot.Bar(name + " stacked", x, width, axis.Of(foot + count), axis.Of(foot) - axis.Of(foot + count), $"{Figures.Clock(bin.Start, bin.Width)}: {Quantity.Of((long)count, "call", "calls")} {text}");
                foot += count;
            }
        }
    }
}
