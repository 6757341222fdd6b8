using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Reports.Plots;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>When each compile ran, in as many lanes as ran at once.</summary>
internal static class TimelineSection
{
    /// <summary>Some 250 bytes each.</summary>
    private const int MostBars = 4000;

    /// <summary>Rows of the table.</summary>
    private const int MostRows = 300;

    /// <summary>More jobs than that at once are shown below each other, the lowest lanes as thin as a line.</summary>
    private const double MostHeight = 480;

    private const double LaneHeight = 26;
    private const double Narrowest = 0.12;

    internal static void Write(Markup page, ReportData data)
    {
        if (data.Jobs.Count == 0)
            return;
        Parts.Section(page, "timeline", "Timeline of jobs", () =>
        {
            List<Job> jobs = data.Jobs;
            int lanes = jobs.Max(static job => job.Lane) + 1;
            TimeAxis time = new(jobs[0].Begin, Math.Max(jobs.Max(static job => job.End), jobs[0].Begin + 1));
            long shortest = jobs.Count <= MostBars ? 0 : (time.Until - time.From) * lanes / (MostBars / 2);
            List<JobBar> bars = JobBar.Of(jobs, shortest);
            int merged = bars.Count(static bar => bar.IsMerged);
            Parts.Paragraph(page, $"{Quantity.Of(jobs.Count, "run", "runs")} of the compiler that larder waited for, in as many lanes as were at work at once ({lanes}); hits take no time that could be seen here. The first began {Quantity.Time(time.From / 1_000_000)}."
                + (merged > 0 ? $" {merged} bars stand for several short ones after each other." : string.Empty));
            Parts.Legend(page, [.. CauseClasses.All.Where(one => jobs.Exists(job => CauseClasses.Of(job.Call) == one)).Select(static one => (CauseClasses.NameOf(one), CauseClasses.TitleOf(one)))]);
            double lane = Math.Clamp(MostHeight / lanes, 2, LaneHeight);
            Plot.Draw(page, lane * lanes, "Compiles by when they ran, in lanes; the longest are in the table below", plot => Draw(plot, bars, time, lane));
            List<Job> longest = [.. jobs.OrderByDescending(static job => job.Took).Take(MostRows).OrderBy(static job => job.Begin)];
            Parts.Numbers(page, longest.Count < jobs.Count ? $"The {MostRows} longest" : "The numbers", ["Source", "Began after", "Took", "Lane"], longest.Select(job =>
                new[] { CauseGroup.SourceOf(job.Call), Figures.Time((job.Begin - time.From) / 1e6), Span.Exact(job.Took), (job.Lane + 1).ToString() }));
        });
    }

    private static void Draw(Plot plot, List<JobBar> bars, TimeAxis time, double lane)
    {
        double gap = lane > 6 ? 2 : 0;
        plot.Times(time.Elapsed());
        if (lane >= 12)
            plot.Lines(Enumerable.Range(0, bars.Max(static bar => bar.Lane) + 1).Select(number => ((number + 0.5) * lane, (number + 1).ToString())));
        foreach (JobBar bar in bars)
            plot.Bar(CauseClasses.NameOf(bar.Class) + " job", time.Of(bar.Begin), Math.Max(time.Length(bar.End - bar.Begin), Narrowest), bar.Lane * lane, lane - gap, bar.Title);
    }
}
