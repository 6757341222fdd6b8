using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>Something about the daemon itself, with nobody to compare it with.</summary>
internal abstract class DaemonScenario(string name, string unit) : Scenario(name, unit)
{
    /// <summary>Nothing where the daemon is not among the tools.</summary>
    internal override ScenarioResult? Run(IReadOnlyList<Tool> tools) =>
        tools.OfType<LarderdTool>().FirstOrDefault() is { } daemon ? Run(daemon) : null;

    protected abstract ScenarioResult Run(LarderdTool daemon);
}
