using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>The results as a table for people.</summary>
internal static class TextReport
{
    /// <summary>What the rows are compared with; "larder" is larder in process.</summary>
    private static readonly string[] References = ["larder", "ccache", "sccache"];

    internal static void WriteHeading(TextWriter writer)
    {
        var ratios = string.Concat(References.Select(reference => $"{"/ " + reference,10}"));
        writer.WriteLine($"{"",-4}{"",-16}{"median",12}{"quartiles",24}{"deviation",11}{ratios}{"processor",11}  budgets");
    }

    internal static void Write(TextWriter writer, ScenarioResult result)
    {
        var verdicts = Verdict.On(result);
        writer.WriteLine($"{result.Name} ({result.Unit})");
        foreach (var series in result.Series)
        {
            var value = result.Value(series);
            var processor = result.IsAdded(series) ? Show(series.AddedProcessor(result.Series[0]).Median) : "";
            var ratios = string.Concat(References.Select(reference => $"{Ratio(result, series, reference),10}"));
            var budgets = string.Join(", ", verdicts.Where(verdict => verdict.Budget.Row == series.Tool).Select(Judged));
            writer.WriteLine(
                ($"{"",-4}{series.Tool,-16}{Show(value.Median),12}{Show(value.LowerQuartile) + " .. " + Show(value.UpperQuartile),24}" +
                $"{Show(value.Deviation),11}{ratios}{processor,11}  {budgets}").TrimEnd());
        }

        string Show(double number) => Amount.Show(number, result.Quantity);
    }

    internal static void WriteVerdicts(TextWriter writer, IReadOnlyCollection<Verdict> verdicts)
    {
        var missed = verdicts.Count(verdict => !verdict.Met);
        writer.WriteLine($"budgets: {verdicts.Count - missed} ok, {missed} missed");
        foreach (var verdict in verdicts.Where(verdict => !verdict.Met))
            writer.WriteLine($"    {verdict.Budget.Scenario}, {verdict.Budget.Row}: {Judged(verdict)}");
    }

    private static string Judged(Verdict verdict) => $"{verdict} {(verdict.Met ? "ok" : "MISSED")}";

    private static string Ratio(ScenarioResult result, Series series, string reference)
    {
        if (series.Tool == "bare" || series.Tool == reference || result.Find(reference) is not { } other)
            return "";
        // On a busy machine noise can leave nothing to divide by.
        var divisor = result.Value(other).Median;
        return divisor > 0 ? $"{result.Value(series).Median / divisor:0.00}" : "-";
    }
}
