using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>What larder has to reach in one scenario.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Row">Whose number: larder in process, larderd, or a row of a scenario of the daemon's own.</param>
/// <param name="Against">The tool that the number is divided by; empty for an absolute limit.</param>
/// <param name="Limit">The greatest ratio; or the most of the scenario's quantity, in its unit.</param>
internal sealed record Budget(string Scenario, string Row, string Against, double Limit)
{
    private const string InProcess = "larder";
    private const string Daemon = "larderd";
    private const double Third = 1 / 3.0;

    /// <summary>The goals of larder; ARCHITECTURE.md has what was reached.</summary>
    private static readonly Budget[] Fixed =
    [
        new("hit, small C", InProcess, "ccache", 0.75),
        new("hit, heavy C++", InProcess, "ccache", 0.7),
        new("hit, small C", Daemon, "ccache", 0.7),
        new("hit, heavy C++", Daemon, "ccache", 0.33),
        new("link", InProcess, "", 1500),
        new("--version", InProcess, "", 1500),
        new("start of the daemon", StartUpScenario.Foreground, "", 100_000),
        new("memory of the daemon", EnduranceScenario.AtTheEnd, "", 40e6),
    ];

    /// <summary>The same for both ways to work.</summary>
    private static readonly Budget[] Both =
    [
        .. from row in (string[])[InProcess, Daemon]
           from budget in (Budget[])
           [
               new("hit, small C", row, "sccache", 0.2),
               new("hit, heavy C++", row, "sccache", 0.2),
               new("miss, small C", row, "ccache", Third),
               new("miss, heavy C++", row, "ccache", Third),
           ]
           select budget,
    ];

    /// <summary>What has to be reached in a scenario. Whole builds out of a full cache: faster than ccache's.</summary>
    internal static IEnumerable<Budget> Of(ScenarioResult result)
    {
        var budgets = Fixed.Concat(Both).Where(budget => budget.Scenario == result.Name);
        return result.Name.EndsWith(", warm", StringComparison.Ordinal)
            ? budgets.Append(new Budget(result.Name, InProcess, "ccache", 1)).Append(new Budget(result.Name, Daemon, "ccache", 1))
            : budgets;
    }

    /// <summary>How it stands, or null where nothing was measured for it.</summary>
    internal Verdict? Judge(ScenarioResult result)
    {
        if (result.Find(Row) is not { } row)
            return null;
        var reached = result.Value(row).Median;
        if (Against.Length == 0)
            return new Verdict(this, result.Quantity, reached, reached <= Limit);
        if (result.Find(Against) is not { } other)
            return null;
        // Noise can leave a reference below nothing; then nothing is shown.
        var divisor = result.Value(other).Median;
        return new Verdict(this, result.Quantity, reached / divisor, divisor > 0 && reached / divisor <= Limit);
    }
}
