using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>The results as a table for people.</summary>
internal static class TextReport
{
    internal static void WriteHeading(TextWriter writer) =>
        writer.WriteLine($"{"",-26}{"",-9}{"median",12}{"quartiles",24}{"deviation",12}{"/ ccache",10}{"/ sccache",10}{"processor",12}");

    internal static void Write(TextWriter writer, ScenarioResult result)
    {
        writer.WriteLine($"{result.Name} ({result.Unit})");
        foreach (var series in result.Series)
        {
            // What the bare compiler adds to itself says nothing; what it takes does.
            var bare = series == result.Series[0];
            var value = bare ? series.Wall : result.Value(series);
            var processor = result.Comparison == Comparison.Added && !bare ? Time(series.AddedProcessor(result.Series[0]).Median) : "";
            writer.WriteLine(
                $"{"",-26}{series.Tool,-9}{Time(value.Median),12}{Time(value.LowerQuartile) + " .. " + Time(value.UpperQuartile),24}" +
                $"{Time(value.Deviation),12}{Ratio(result, series, "ccache"),10}{Ratio(result, series, "sccache"),10}{processor,12}");
        }
    }

    internal static void WriteVerdicts(TextWriter writer, IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count == 0)
            return;
        writer.WriteLine("larder's budgets");
        foreach (var verdict in verdicts)
        {
            var budget = verdict.Budget;
            var (limit, reached) = budget.Against == "bare"
                ? ($"at most {Time(budget.Limit)} added", Time(verdict.Reached))
                : ($"at most {budget.Limit:0.00} x {budget.Against}", $"{verdict.Reached:0.00}");
            writer.WriteLine($"  {budget.Scenario,-24}{limit,-26}{reached,10}  {(verdict.Met ? "met" : "MISSED")}");
        }
    }

    private static string Ratio(ScenarioResult result, Series series, string other)
    {
        if (series == result.Series[0] || series.Tool == other || result.Find(other) is not { } reference)
            return "";
        // On a busy machine noise can leave nothing to divide by.
        var divisor = result.Value(reference).Median;
        return divisor > 0 ? $"{result.Value(series).Median / divisor:0.00}" : "-";
    }

    /// <summary>Microseconds in a unit that suits their size.</summary>
    private static string Time(double microseconds) =>
        Math.Abs(microseconds) >= 1e6 ? $"{microseconds / 1e6:0.00} s" : $"{microseconds / 1e3:0.00} ms";
}
