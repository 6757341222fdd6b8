using System.Security.Cryptography;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>The same compile again (every run a hit), or another variant of it each round (every run a miss). Each run's object is
/// compared with what the bare compiler made of the same variant.</summary>
internal sealed class CompileScenario : SideBySideScenario
{
    private readonly Workload workload;
    private readonly bool hit;
    private readonly Dictionary<Tool, CacheCounts> before = [];
    private readonly Dictionary<int, string> bareDigests = [];
    private readonly List<(Tool Tool, int Variant, string Digest)> delivered = [];

    private CompileScenario(string name, Workload workload, bool hit, int rounds, int bareEvery)
        : base(name, hit ? "a compile" : "added to a compile", hit ? Comparison.Total : Comparison.Added, rounds, bareEvery)
    {
        this.workload = workload;
        this.hit = hit;
    }

    internal static CompileScenario Hit(string name, Workload workload, int rounds, int bareEvery) =>
        new(name, workload, hit: true, rounds, bareEvery);

    internal static CompileScenario Miss(string name, Workload workload, int rounds) =>
        new(name, workload, hit: false, rounds, bareEvery: 1);

    protected override void SetUp(Tool tool)
    {
        tool.UseFreshCache();
        // Once to store, twice more to settle what a tool learns from its first hits. Variant 0 is never a measured miss.
        for (var i = 0; i < 3; i++)
            Compile(tool, 0);
        before[tool] = tool.Counts();
    }

    protected override Sample Measure(Tool tool, int round) => Compile(tool, hit ? 0 : round + 1);

    protected override void Finish(Tool tool, int rounds)
    {
        if (tool.IsBare)
            return;
        var counts = tool.Counts() - before[tool];
        var expectation = hit ? new CacheCounts(rounds, 0) : new CacheCounts(0, rounds);
        if (counts != expectation)
            Complain(tool, $"{counts.Hits} hits and {counts.Misses} misses in {rounds} rounds");
        var wrong = delivered.Count(run => run.Tool == tool && run.Digest != bareDigests[run.Variant]);
        if (wrong > 0)
            Complain(tool, $"{wrong} objects are not the bare compiler's");
    }

    private Sample Compile(Tool tool, int variant)
    {
        File.Delete(workload.Object);
        Sample sample;
        using (var command = tool.Prepare(workload.Compile(tool, variant), workload.Directory))
            sample = command.Run();
        var digest = File.Exists(workload.Object) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(workload.Object))) : "none";
        if (tool.IsBare)
            bareDigests[variant] = digest;
        else
            delivered.Add((tool, variant, digest));
        return sample;
    }
}
