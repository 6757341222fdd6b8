using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Reports.Plots;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>What was put into the cache over time, and what it takes now.</summary>
internal static class GrowthSection
{
    private const double Height = 110;
    private const int Columns = 90;

    internal static void Write(Markup page, ReportData data) => Parts.Section(page, "growth", "Cache growth", () =>
    {
        string limit = data.Settings.MaxSize == 0 ? "no limit" : $"{Quantity.Share((ulong)Math.Max(data.Size.Bytes, 0), (ulong)data.Settings.MaxSize)} of {Quantity.Bytes(data.Settings.MaxSize)}";
        string removed = data.WasCleared ? " It was cleared in this time." : data.Removed > 0 ? $" {Quantity.Of(data.Removed, "entry was", "entries were")} removed in this time." : string.Empty;
        Parts.Paragraph(page, $"The cache takes {Quantity.Bytes(data.Size.Bytes)} on disk now ({limit}), in {Quantity.Of(data.Size.Files, "file", "files")}.{removed}");
        List<Explanation> stored = [.. data.Calls.Where(static call => call.Note.Result != default && call.Note.Bytes > 0)];
        if (stored.Count == 0)
        {
            Parts.Paragraph(page, "Nothing is noted that was stored in this time.");
            return;
        }

        TimeAxis time = new(data.Scope.From * 1000, Math.Max(data.Scope.Until, stored[^1].Note.Ended) * 1000);
        double[] sums = Cumulate(stored, time);
        Parts.Paragraph(page, $"{Quantity.Of(stored.Count, "result was", "results were")} stored, {Figures.Bytes((ulong)sums[^1])} before compression, one upon the other:");
        Plot.Draw(page, Height, "Bytes stored since the beginning; the numbers are in the table below", plot => Draw(plot, sums, time));
        const int Rows = 10;
        Parts.Numbers(page, "The numbers", ["Until (UTC)", "Stored"], Enumerable.Range(1, Rows).Select(row =>
            new[] { Figures.Clock((time.From + ((time.Until - time.From) * row / Rows)) / 1_000_000, 1), Figures.Bytes((ulong)sums[(Columns * row / Rows) - 1]) }));
    });

    /// <summary>What had been stored by the end of each column.</summary>
    private static double[] Cumulate(List<Explanation> stored, TimeAxis time)
    {
        double[] sums = new double[Columns];
        foreach (Explanation call in stored)
            sums[Math.Clamp((int)(time.Of(call.Note.Ended * 1000) / 100 * Columns), 0, Columns - 1)] += call.Note.Bytes;
        for (int i = 1; i < Columns; i++)
            sums[i] += sums[i - 1];
        return sums;
    }

    private static void Draw(Plot plot, double[] sums, TimeAxis time)
    {
        ValueAxis axis = ValueAxis.OfBytes(sums[^1], Height);
        plot.Values(axis).Times(time.Clock());
        for (int i = 0; i < Columns; i++)
            plot.Bar("growth", 100.0 * i / Columns, 100.0 / Columns, axis.Of(sums[i]), Height - axis.Of(sums[i]), $"{Figures.Clock((time.From + ((time.Until - time.From) * (i + 1) / Columns)) / 1_000_000, 1)}: {Figures.Bytes((ulong)sums[i])}");
    }
}
