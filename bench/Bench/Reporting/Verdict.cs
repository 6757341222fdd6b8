namespace Larder.Bench.Reporting;

/// <summary>A budget and what was reached.</summary>
internal sealed record Verdict(Budget Budget, double Reached, bool Met);
