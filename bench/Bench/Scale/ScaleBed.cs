using System.Diagnostics;
using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;
using Larder.Bench.Tools;

namespace Larder.Bench.Scale;

/// <summary>One cache of some size, with the tools that work on it: the shim alone, and through a daemon of that cache's own.</summary>
internal sealed class ScaleBed : IDisposable
{
    private readonly Dictionary<string, Command> commands = new(StringComparer.Ordinal);
    private readonly string directory;

    /// <summary>Fills a cache, and brings both tools to where what is measured is a hit.</summary>
    internal ScaleBed(int entries, ScaleOptions options, Workspace workspace, Workload small, Workload heavy)
    {
        Entries = entries;
        directory = workspace.NewDirectory($"entries-{entries}");
        var clock = Stopwatch.StartNew();
        CacheGenerator.Fill(directory, entries);
        Filling = clock.Elapsed;
        InProcess = new LarderTool(options.Larder, workspace);
        Served = new LarderdTool(options.Larder, workspace, $"larderd-{entries}");
        InProcess.UseDirectory(directory);
        Served.UseDirectory(directory);

        // Nothing is to go while hits are measured, and all of them are to reach the daemon.
        foreach (var tool in (Tool[])[InProcess, Served])
        {
            tool.Environment["LARDER_MAX_SIZE"] = "0";
            tool.Environment["LARDER_LOOK_UP_FIRST"] = "no";
        }

        Add("small C, in process", InProcess, small);
        Add("heavy C++, in process", InProcess, heavy);
        Add("small C, daemon", Served, small);
        Add("heavy C++, daemon", Served, heavy);
        commands.Add("gcc --version", InProcess.Prepare(["gcc", "--version"], workspace.Root));
        foreach (var command in commands.Values)
        {
            for (var i = 0; i < 3; i++)
                command.Run();
        }
    }

    internal int Entries { get; }

    /// <summary>What the generator took.</summary>
    internal TimeSpan Filling { get; }

    internal LarderTool InProcess { get; }

    internal LarderdTool Served { get; }

    /// <summary>What is measured over and over again.</summary>
    internal IEnumerable<string> Names => commands.Keys;

    internal Sample Measure(string name) => commands[name].Run();

    /// <summary>`larder daemon start` with this cache, no daemon running before.</summary>
    internal Sample MeasureStart() => Served.MeasureStart(directory);

    /// <summary>One of larder's own commands on this cache, with other limits.</summary>
    internal Sample Own(string maxSize, params string[] arguments)
    {
        InProcess.Environment["LARDER_MAX_SIZE"] = maxSize;
        using var command = InProcess.PrepareOwn(arguments);
        var sample = command.RunWatched();
        InProcess.Environment["LARDER_MAX_SIZE"] = "0";
        return sample;
    }

    /// <summary>A compile that is stored while the cache is above its limits, so that it evicts besides; or while it is not.</summary>
    internal Sample Store(Workload workload, int variant, bool isOver)
    {
        InProcess.Environment["LARDER_MAX_SIZE"] = isOver ? "1" : "0";
        using var command = InProcess.Prepare(workload.Compile(InProcess, variant), workload.Directory);
        var sample = command.Run();
        InProcess.Environment["LARDER_MAX_SIZE"] = "0";
        return sample;
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
            command.Dispose();
        InProcess.Dispose();
        Served.Dispose();
    }

    private void Add(string name, Tool tool, Workload workload) =>
        commands.Add(name, tool.Prepare(workload.Compile(tool, 0, $"out-{Entries}.o"), workload.Directory));
}
