using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>What is measured for every tool, in turn within each round, so that the machine's moods meet all alike.</summary>
/// <param name="name">As the table calls it.</param>
/// <param name="unit">What its numbers are.</param>
/// <param name="comparison">What is compared.</param>
/// <param name="rounds">How often each tool runs.</param>
/// <param name="bareEvery">The bare compiler takes part in every n-th round only, where it is slow and its time is no part of the comparison.</param>
internal abstract class SideBySideScenario(string name, string unit, Comparison comparison, int rounds, int bareEvery = 1) : Scenario(name, unit)
{
    /// <summary>What the measurements are.</summary>
    protected virtual Quantity Quantity => Quantity.Time;

    internal override ScenarioResult? Run(IReadOnlyList<Tool> tools)
    {
        foreach (var tool in tools)
            SetUp(tool);
        Series[] series = [.. tools.Select(tool => new Series(tool.Name))];
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < tools.Count; turn++)
            {
                // Whoever comes first in a round comes last in the next.
                var index = (turn + round) % tools.Count;
                if (tools[index].IsBare && round % bareEvery != 0)
                    continue;
                series[index].Add(Measure(tools[index], round));
            }
        }

        foreach (var tool in tools)
        {
            Finish(tool, rounds);
            if (tool.Doubt() is { } doubt)
                Complain(tool, doubt);
        }

        return Result(series, Quantity, comparison);
    }

    /// <summary>Brings one tool to where its rounds can start.</summary>
    protected abstract void SetUp(Tool tool);

    /// <summary>One run of one tool.</summary>
    protected abstract Sample Measure(Tool tool, int round);

    /// <summary>Checks, after all rounds, that what was measured was what it was meant to be.</summary>
    protected abstract void Finish(Tool tool, int rounds);

    /// <summary>As above, of one tool.</summary>
    protected void Complain(Tool tool, string what) => Complain(tool.Name, what);
}
