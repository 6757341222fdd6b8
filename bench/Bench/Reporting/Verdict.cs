using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>A budget and what was reached.</summary>
internal sealed record Verdict(Budget Budget, Quantity Quantity, double Reached, bool Met)
{
    /// <summary>All verdicts on a scenario.</summary>
    internal static Verdict[] On(ScenarioResult result) => [.. Budget.Of(result).Select(budget => budget.Judge(result)).OfType<Verdict>()];

    /// <summary>"0.61 of 0.70 x ccache", "62.10 ms of 100.00 ms".</summary>
    public override string ToString() => Budget.Against.Length > 0
        ? $"{Reached:0.00} of {Budget.Limit:0.00} x {Budget.Against}"
        : $"{Amount.Show(Reached, Quantity)} of {Amount.Show(Budget.Limit, Quantity)}";
}
