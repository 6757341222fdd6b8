using System.Diagnostics;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>Hits per second of eight clients at once, each with an object of its own, process starts and all.</summary>
internal sealed class StormScenario(Workload workload, int rounds, int hitsOfEach)
    : SideBySideScenario("8 clients, small C", "hits per second", Comparison.Total, rounds)
{
    private const int Clients = 8;

    private readonly Dictionary<Tool, Command[]> commands = [];
    private readonly Dictionary<Tool, CacheCounts> before = [];

    protected override Quantity Quantity => Quantity.Rate;

    /// <summary>The bare compiler has no hits.</summary>
    internal override ScenarioResult? Run(IReadOnlyList<Tool> tools) => base.Run([.. tools.Where(tool => !tool.IsBare)]);

    protected override void SetUp(Tool tool)
    {
        tool.UseFreshCache();
        var prepared = new Command[Clients];
        for (var client = 0; client < Clients; client++)
        {
            prepared[client] = tool.Prepare(
                workload.Compile(tool, client, $"out-{client}.o"), workload.Directory, Path.Join(workload.Directory, $"output-{client}"));
            for (var i = 0; i < 3; i++)
                prepared[client].Run();
        }

        commands.Add(tool, prepared);
        before.Add(tool, tool.Counts());
    }

    protected override Sample Measure(Tool tool, int round)
    {
        using var ready = new Barrier(Clients + 1);
        var failure = default(BenchException);
        Thread[] threads = [.. commands[tool].Select(command => new Thread(() => Work(command)))];
        foreach (var thread in threads)
            thread.Start();
        ready.SignalAndWait();
        var start = Stopwatch.GetTimestamp();
        foreach (var thread in threads)
            thread.Join();
        if (failure is not null)
            throw failure;
        return new Sample(Clients * hitsOfEach / Stopwatch.GetElapsedTime(start).TotalSeconds);

        void Work(Command command)
        {
            ready.SignalAndWait();
            try
            {
                for (var i = 0; i < hitsOfEach; i++)
                    command.Run();
            }
            catch (BenchException caught)
            {
                failure = caught;
            }
        }
    }

    protected override void Finish(Tool tool, int rounds)
    {
        foreach (var command in commands[tool])
            command.Dispose();
        var counts = tool.Counts() - before[tool];
        if (counts != new CacheCounts((long)Clients * hitsOfEach * rounds, 0))
            Complain(tool, $"{counts.Hits} hits and {counts.Misses} misses of {Clients * hitsOfEach * rounds} compiles");
    }
}
