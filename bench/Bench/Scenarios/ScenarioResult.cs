using Larder.Bench.Measuring;

namespace Larder.Bench.Scenarios;

/// <summary>What was measured.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Unit">What its numbers are.</param>
/// <param name="Quantity">Of which kind its numbers are.</param>
/// <param name="Comparison">Whether whole times or added times are compared.</param>
/// <param name="Series">One per tool, the bare one first; or one per thing measured, where only larder takes part.</param>
/// <param name="Complaints">What was wrong with the measurement or with what a tool delivered; empty when all is well.</param>
internal sealed record ScenarioResult(
    string Name, string Unit, Quantity Quantity, Comparison Comparison, IReadOnlyList<Series> Series, IReadOnlyList<string> Complaints)
{
    /// <summary>What is compared, per tool. What the bare compiler adds to itself says nothing; what it takes does.</summary>
    internal Spread Value(Series series) => IsAdded(series) ? series.Added(Series[0]) : series.Value;

    /// <summary>True where the number compared is what the tool adds to the bare one.</summary>
    internal bool IsAdded(Series series) => Comparison == Comparison.Added && series != Series[0];

    internal Series? Find(string tool) => Series.FirstOrDefault(series => series.Tool == tool);
}
