using System.Globalization;
using Larder.Projects.Building;

namespace Larder.Projects.Reporting;

/// <summary>The results as a table that can be read as it is, and as Markdown.</summary>
internal static class Table
{
    private static readonly string[] Headings =
        ["project", "built with", "options", "larder as", "calls", "cacheable", "warm hits", "not cached", "seconds", "configure: calls", "cacheable", "warm hits", "not cached", "seconds", "files", "not compared", "faults"];

    internal static void Write(TextWriter output, IEnumerable<Examination> examinations)
    {
        string[][] rows = [Headings, .. examinations.Select(Cells)];
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];
        for (var i = 0; i < rows.Length; i++)
        {
            output.WriteLine($"| {string.Join(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
                output.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        }
    }

    private static string[] Cells(Examination examination)
    {
        var project = examination.Project;
        return
        [
            project.Name,
            project.System,
            project.Covers,
            project.Front.ToString().ToLowerInvariant(),
            .. StepCells(examination.Builds, build => build.Compiling),
            .. StepCells(examination.Builds, build => build.Configuring),
            Number(examination.Files),
            Number(examination.Unstable.Count),
            Number(examination.Faults.Count),
        ];
    }

    private static string[] StepCells(IReadOnlyList<Build> builds, Func<Build, Step> step)
    {
        if (builds.FirstOrDefault(build => build.Label == "warm") is not { } warm)
            return ["", "", "", "", ""];
        var counters = step(warm).Counters;
        return
        [
            Number(counters.Calls),
            Number(counters.Hits + counters.Misses),
            Counts(counters.HitsByKind),
            Counts(counters.NotCached),
            // Bare (the second of two, for the first has read the disk for it), cold, warm.
            string.Join(" / ", builds.Skip(1).Select(build => step(build).Time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))),
        ];
    }

    private static string Counts(IEnumerable<KeyValuePair<string, long>> counters) => string.Join(", ", counters.Select(pair => $"{pair.Value} {pair.Key}"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
