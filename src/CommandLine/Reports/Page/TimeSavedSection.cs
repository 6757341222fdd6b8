using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Reports.Plots;

namespace Larder.CommandLine.Reports.Page;

/// <summary>What the compiler was spared, and what it took, over time: up and down from one line.</summary>
internal static class TimeSavedSection
{
    private const double Height = 204;

    internal static void Write(Markup page, ReportData data)
    {
        List<TimeBin> bins = data.Bins;
        if (bins.TrueForAll(static bin => bin.Sums.Saved + bin.Sums.Spent == 0))
            return;
        Parts.Section(page, "time-saved", "Time saved and spent", () =>
        {
            Parts.Paragraph(page, "Saved is what the compiler took for each hit when its result was made; spent is what it took now. Both are sums over all jobs, and counted when a job ends.");
            Parts.Legend(page, ("saved", "saved"), ("spent", "spent"));
            Plot.Draw(page, Height, "Compiler time saved and spent over time; the numbers are in the table below", plot => Draw(plot, bins));
            Parts.Numbers(page, "The numbers", ["From (UTC)", "Saved", "Spent"], bins.Where(static bin => bin.Sums.Requests > 0).Select(static bin =>
                new[] { Figures.Clock(bin.Start, bin.Width), Figures.Time(bin.Sums.Saved), Figures.Time(bin.Sums.Spent) }));
        });
    }

    private static void Draw(Plot plot, List<TimeBin> bins)
    {
        TimeAxis time = BinAxis.Of(bins);
        double saved = bins.Max(static bin => bin.Sums.Saved) / 1e9;
        double spent = bins.Max(static bin => bin.Sums.Spent) / 1e9;
        double step = ValueAxis.StepOfSeconds(Math.Max(saved, spent));

        // One scale for both, and no more room for either than it needs.
        double steps = Math.Ceiling(saved / step) + Math.Ceiling(spent / step);
        ValueAxis up = ValueAxis.OfSeconds(saved, Height * Math.Ceiling(saved / step) / steps, step);
        ValueAxis down = ValueAxis.OfSeconds(spent, Height * Math.Ceiling(spent / step) / steps, step);
        plot.Times(time.Clock());
        plot.Lines(up.Ticks().Where(_ => saved > 0));
        plot.Lines(down.Ticks().Where(_ => spent > 0).Skip(saved > 0 ? 1 : 0).Select(tick => (Height - tick.At, tick.Text)));
        foreach (TimeBin bin in bins)
        {
            double x = time.Of(bin.Start * 1_000_000);
            double width = time.Length(bin.Width * 1_000_000);
            string at = Figures.Clock(bin.Start, bin.Width);
            double height = up.Height - up.Of(bin.Sums.Saved / 1e9);
            plot.Bar("saved stacked", x, width, up.Height - height, height, $"{at}: {Figures.Time(bin.Sums.Saved)} saved");
            plot.Bar("spent stacked", x, width, up.Height, down.Height - down.Of(bin.Sums.Spent / 1e9), $"{at}: {Figures.Time(bin.Sums.Spent)} spent");
        }
    }
}
