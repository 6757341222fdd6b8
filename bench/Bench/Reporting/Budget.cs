using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>What larder has to reach in one scenario.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Against">The tool that larder's number is divided by; "bare" for an absolute limit in microseconds.</param>
/// <param name="Limit">The greatest ratio, or the most microseconds added.</param>
internal sealed record Budget(string Scenario, string Against, double Limit)
{
    /// <summary>The goals of larder without a daemon, as ARCHITECTURE.md gives them.</summary>
    internal static readonly Budget[] All =
    [
        new("hit, small C", "ccache", 0.75),
        new("hit, heavy C++", "ccache", 0.7),
        new("hit, small C", "sccache", 0.2),
        new("hit, heavy C++", "sccache", 0.2),
        new("miss, small C", "ccache", 1 / 3.0),
        new("miss, heavy C++", "ccache", 1 / 3.0),
        new("link", "bare", 1500),
        new("--version", "bare", 1500),
    ];

    /// <summary>Whole builds out of a full cache: faster than ccache's.</summary>
    internal static IEnumerable<Budget> WarmBuilds(IEnumerable<ScenarioResult> results) =>
        results.Where(result => result.Name.EndsWith(", warm", StringComparison.Ordinal)).Select(result => new Budget(result.Name, "ccache", 1));

    /// <summary>How it stands, or null where nothing was measured for it.</summary>
    internal Verdict? Judge(IEnumerable<ScenarioResult> results)
    {
        var result = results.FirstOrDefault(candidate => candidate.Name == Scenario);
        if (result?.Find("larder") is not { } larder || result.Find(Against) is not { } other)
            return null;
        // Noise can leave a reference below nothing; then nothing is shown.
        var divisor = Against == "bare" ? 1 : result.Value(other).Median;
        var reached = result.Value(larder).Median / divisor;
        return new Verdict(this, reached, divisor > 0 && reached <= Limit);
    }
}
