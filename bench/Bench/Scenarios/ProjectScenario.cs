using System.Security.Cryptography;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>A whole project with two jobs: each time into an empty cache (cold), or out of a full one (warm).</summary>
internal sealed class ProjectScenario : SideBySideScenario
{
    private readonly Project project;
    private readonly bool warm;
    private readonly Dictionary<Tool, CacheCounts> before = [];
    private Dictionary<string, string> expected = new(StringComparer.Ordinal);

    private ProjectScenario(Project project, bool warm, int rounds, int bareEvery)
        : base($"{project.Name}, {(warm ? "warm" : "cold")}", "a build, -j2", Comparison.Total, rounds, bareEvery)
    {
        this.project = project;
        this.warm = warm;
    }

    internal static ProjectScenario Cold(Project project, int rounds) => new(project, warm: false, rounds, bareEvery: 1);

    internal static ProjectScenario Warm(Project project, int rounds) => new(project, warm: true, rounds, bareEvery: rounds);

    protected override void SetUp(Tool tool)
    {
        tool.UseFreshCache();
        if (tool.IsBare)
        {
            Build(tool);
            expected = Objects();
        }
        else if (warm)
        {
            // The second build settles what a tool learns from its first hits.
            Build(tool);
            Build(tool);
        }

        before[tool] = tool.Counts();
    }

    protected override Sample Measure(Tool tool, int round)
    {
        if (!warm)
            tool.UseFreshCache();
        return Build(tool);
    }

    protected override void Finish(Tool tool, int rounds)
    {
        if (tool.IsBare)
            return;
        var counts = warm ? tool.Counts() - before[tool] : tool.Counts();
        if (warm && counts != new CacheCounts((long)expected.Count * rounds, 0))
            Complain(tool, $"{counts.Hits} hits and {counts.Misses} misses in {rounds} builds of {expected.Count} objects");
        if (!warm && counts.Misses != expected.Count)
            Complain(tool, $"{counts.Misses} misses in a cold build of {expected.Count} objects");
    }

    private Sample Build(Tool tool)
    {
        Run(tool, project.Clean);
        var sample = Run(tool, project.Build);
        if (!tool.IsBare)
        {
            var wrong = Objects().Count(entry => expected.GetValueOrDefault(entry.Key) != entry.Value);
            if (wrong > 0)
                Complain(tool, $"{wrong} objects are not the bare compiler's");
        }

        return sample;
    }

    private Sample Run(Tool tool, string script)
    {
        using var command = tool.PrepareScript(script, project.Directory);
        return command.Run();
    }

    private Dictionary<string, string> Objects() =>
        Directory.EnumerateFiles(project.Directory, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".o", StringComparison.Ordinal) || path.EndsWith(".lo", StringComparison.Ordinal))
            .ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
