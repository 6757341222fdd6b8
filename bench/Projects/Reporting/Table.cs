using System.Globalization;
using Larder.Projects.Building;

namespace Larder.Projects.Reporting;

/// <summary>The results as two tables, of building and of configuring, that can be read as they are, and as Markdown.</summary>
internal static class Table
{
    private static readonly string[] StepHeadings = ["calls", "cacheable", "warm hits", "not cached", "seconds", "of processor"];

    internal static void Write(TextWriter output, IReadOnlyList<Examination> examinations)
    {
        Write(
            output,
            ["project", "built with", "options", "larder as", .. StepHeadings, "files", "not compared", "faults"],
            examinations.Select(examination => (string[])
            [
                examination.Project.Name,
                examination.Project.System,
                examination.Project.Covers,
                examination.Project.Front.ToString().ToLowerInvariant(),
                .. StepCells(examination.Builds, build => build.Compiling),
                Number(examination.Files),
                Number(examination.Unstable.Count),
                Number(examination.Faults.Count),
            ]));
        output.WriteLine();
        Write(
            output,
            ["configuring", .. StepHeadings],
            examinations.Where(examination => examination.Project.Configure != ":").Select(examination => (string[])
                [examination.Project.Name, .. StepCells(examination.Builds, build => build.Configuring)]));
    }

    private static void Write(TextWriter output, string[] headings, IEnumerable<string[]> cells)
    {
        string[][] rows = [headings, .. cells];
        int[] widths = [.. headings.Select((_, column) => rows.Max(row => row[column].Length))];
        for (var i = 0; i < rows.Length; i++)
        {
            output.WriteLine($"| {string.Join(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
                output.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        }
    }

    private static string[] StepCells(IReadOnlyList<Build> builds, Func<Build, Step> step)
    {
        if (builds.FirstOrDefault(build => build.Label == "warm") is not { } warm)
            return [.. StepHeadings.Select(_ => "")];
        var counters = step(warm).Counters;
        return
        [
            Number(counters.Calls),
            Number(counters.Hits + counters.Misses),
            Counts(counters.HitsByKind),
            Counts(counters.NotCached),
            Times(step => step.Time),
            Times(step => step.Processor),
        ];

        // Bare (the second of two, for the first has read the disk for it), cold, warm.
        string Times(Func<Step, TimeSpan> time) =>
            string.Join(" / ", builds.Skip(1).Select(build => time(step(build)).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)));
    }

    private static string Counts(IEnumerable<KeyValuePair<string, long>> counters) => string.Join(", ", counters.Select(pair => $"{pair.Value} {pair.Key}"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
