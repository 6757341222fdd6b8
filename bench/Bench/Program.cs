using Larder.Bench.Measuring;
using Larder.Bench.Reporting;
using Larder.Bench.Scenarios;
using Larder.Bench.Tools;

namespace Larder.Bench;

/// <summary>Measures larder beside ccache, sccache and the bare compiler.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["scale", .. var rest] => Scale.ScaleRun.Run(Scale.ScaleOptions.Parse(rest)),
                ["units", .. var rest] => Units.UnitsRun.Run(Units.UnitsOptions.Parse(rest)),
                _ => Run(Options.Parse(arguments)),
            };
        }
        catch (BenchException failure)
        {
            Console.Error.WriteLine($"bench: {failure.Message}");
            return 2;
        }
    }

    private static int Run(Options options)
    {
        var load = MachineLoad();
        if (load > Environment.ProcessorCount / 2.0)
            Console.WriteLine($"The machine is busy (load {load:0.0}): medians of short runs will be too long, and differences uncertain.");
        var workspace = new Workspace(Path.Join(options.Output, "work"));
        List<Tool> tools = [new BareTool(workspace)];
        try
        {
            tools.AddRange(options.Tools.Select(name => Find(name, options, workspace)));
            var results = Measure(options, workspace, tools);
            Verdict[] verdicts = [.. results.SelectMany(Verdict.On)];
            TextReport.WriteVerdicts(Console.Out, verdicts);
            Console.WriteLine($"written: {JsonReport.Write(options.Output, load, Versions(workspace, tools), results, verdicts)}");

            string[] complaints = [.. results.SelectMany(result => result.Complaints).Distinct(StringComparer.Ordinal)];
            foreach (var complaint in complaints)
                Console.Error.WriteLine($"bench: {complaint}");
            return complaints.Length > 0 ? 1 : 0;
        }
        finally
        {
            foreach (var tool in tools)
                tool.Dispose();
        }
    }

    private static List<ScenarioResult> Measure(Options options, Workspace workspace, IReadOnlyList<Tool> tools)
    {
        var results = new List<ScenarioResult>();
        TextReport.WriteHeading(Console.Out);
        foreach (var scenario in Scenarios(options, workspace))
        {
            if (!scenario.Name.Contains(options.Only, StringComparison.Ordinal))
                continue;
            if (scenario.Run(tools) is not { } result)
                continue;
            TextReport.Write(Console.Out, result);
            results.Add(result);
        }

        return results;
    }

    private static IEnumerable<Scenario> Scenarios(Options options, Workspace workspace)
    {
        var rounds = options.Rounds;
        var small = Workload.SmallC(workspace);
        var heavy = Workload.HeavyCxx(workspace);
        yield return new RoundTripScenario(rounds.RoundTrip);
        yield return CompileScenario.Hit("hit, empty C", Workload.EmptyC(workspace), rounds.SmallHit, bareEvery: 1);
        yield return CompileScenario.Hit("hit, small C", small, rounds.SmallHit, bareEvery: 1);
        yield return CompileScenario.Hit("hit, heavy C++", heavy, rounds.HeavyHit, bareEvery: 10);
        yield return CompileScenario.Miss("miss, small C", small, rounds.SmallMiss);
        yield return CompileScenario.Miss("miss, heavy C++", heavy, rounds.HeavyMiss);
        yield return new NotesScenario(CompileScenario.Miss("miss, notes", small, rounds.SmallMiss * 3), options.Larder, workspace);
        yield return PassThroughScenario.Link(workspace, rounds.PassThrough);
        yield return PassThroughScenario.Version(workspace, rounds.PassThrough);
        yield return new StormScenario(small, rounds.Storm, rounds.StormHits);
        yield return new StartUpScenario(rounds.StartUp);
        yield return new EnduranceScenario(small, heavy, rounds.Requests);
        foreach (var project in options.Projects)
        {
            yield return ProjectScenario.Cold(project, rounds.Project);
            yield return ProjectScenario.Warm(project, rounds.Project);
        }
    }

    private static Tool Find(string name, Options options, Workspace workspace)
    {
        var larder = name.StartsWith("larder", StringComparison.Ordinal);
        var executable = (larder ? Existing(options.Larder) : workspace.Find(name)) ?? throw new BenchException($"{name} is not installed");
        return name switch
        {
            "larder" => new LarderTool(executable, workspace),
            "larderd" => new LarderdTool(executable, workspace),
            "ccache" => new CcacheTool(executable, workspace),
            "sccache" => new SccacheTool(executable, workspace),
            _ => throw new BenchException($"no tool is called {name}"),
        };
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    /// <summary>Runnable processes over the last minute, by the first field of /proc/loadavg.</summary>
    internal static double MachineLoad() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Versions(Workspace workspace, IEnumerable<Tool> tools)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            var program = tool.IsBare ? "/usr/bin/gcc" : tool.Launcher[0];
            using var command = new Command([program, "--version"], tool.Environment, workspace.Root, workspace.OutputFile);
            command.Run();
            versions.Add(tool.IsBare ? "gcc" : tool.Name, File.ReadLines(workspace.OutputFile).FirstOrDefault() ?? "");
        }

        return versions;
    }
}
