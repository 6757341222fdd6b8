using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>One thing that is measured.</summary>
/// <param name="name">As the table calls it.</param>
/// <param name="unit">What its numbers are.</param>
internal abstract class Scenario(string name, string unit)
{
    private readonly List<string> complaints = [];

    internal string Name { get; } = name;

    /// <summary>What a row's number is, for the reader.</summary>
    internal string Unit { get; } = unit;

    /// <summary>Measures; the first of the tools is the bare one. Null where none of them is what this is about.</summary>
    internal abstract ScenarioResult? Run(IReadOnlyList<Tool> tools);

    protected ScenarioResult Result(IReadOnlyList<Series> series, Quantity quantity = Quantity.Time, Comparison comparison = Comparison.Total) =>
        new(Name, Unit, quantity, comparison, series, complaints);

    /// <summary>Something was not as it has to be: the numbers do not mean what they say.</summary>
    protected void Complain(string subject, string what) => complaints.Add($"{Name}, {subject}: {what}");
}
