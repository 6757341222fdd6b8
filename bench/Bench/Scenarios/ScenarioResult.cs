using Larder.Bench.Measuring;

namespace Larder.Bench.Scenarios;

/// <summary>What was measured.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Unit">What its numbers are.</param>
/// <param name="Comparison">Whether whole times or added times are compared.</param>
/// <param name="Series">One per tool, the bare one first.</param>
/// <param name="Complaints">What was wrong with the measurement or with what a tool delivered; empty when all is well.</param>
internal sealed record ScenarioResult(
    string Name, string Unit, Comparison Comparison, IReadOnlyList<Series> Series, IReadOnlyList<string> Complaints)
{
    /// <summary>What is compared, per tool.</summary>
    internal Spread Value(Series series) => Comparison == Comparison.Total ? series.Wall : series.Added(Series[0]);

    internal Series? Find(string tool) => Series.FirstOrDefault(series => series.Tool == tool);
}
