using System.Diagnostics;
using System.Globalization;
using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;
using Larder.Bench.Tools;

namespace Larder.Bench.Scale;

/// <summary>larder and ccache in one run, in turn: a store, a hit among 16 writers, how far a limit is overshot, an eviction of many entries.</summary>
internal static class PeerRun
{
    private const int Writers = 16;
    private const int RoundsAmongWriters = 5;
    private const int RoundsOfEviction = 3;

    /// <summary>Of each tool the limit in the test of overshoot, and how long its writers write.</summary>
    private const long Limit = 2_000_000;

    private static readonly TimeSpan Load = TimeSpan.FromSeconds(20);

    /// <summary>How long the writers may take to fill the cache, before which nothing is measured.</summary>
    private static readonly TimeSpan Filling = TimeSpan.FromMinutes(5);

    internal static List<PeerRow> Measure(ScaleOptions options, Workspace workspace, Action<string> say)
    {
        var ccache = workspace.Find("ccache") ?? throw new BenchException("ccache is not installed");
        Tool[] tools = [new LarderTool(options.Larder, workspace), new LarderdTool(options.Larder, workspace), new CcacheTool(ccache, workspace)];
        try
        {
            List<PeerRow> rows =
            [
                Store(tools, options, workspace),
                AmongWriters(tools, options, workspace),
                .. Overshoot(tools, workspace),
                Eviction(tools, options, workspace),
            ];
            foreach (var row in rows)
                say(row.What);
            return rows;
        }
        finally
        {
            foreach (var tool in tools)
                tool.Dispose();
        }
    }

    /// <summary>What a miss takes longer than the bare compiler.</summary>
    private static PeerRow Store(Tool[] tools, ScaleOptions options, Workspace workspace)
    {
        var result = CompileScenario.Miss("a store", Workload.SmallC(workspace), Math.Max(options.Rounds / 4, 5)).Run([new BareTool(workspace), .. tools])!;
        return Row("a store: what a miss of small C adds to the compiler's time", tools, tool => Time(result.Value(result.Find(tool.Name)!).Median));
    }

    /// <summary>Hits while so many processes store without a pause.</summary>
    private static PeerRow AmongWriters(Tool[] tools, ScaleOptions options, Workspace workspace)
    {
        var small = Workload.SmallC(workspace);
        Dictionary<Tool, List<double>> times = [];
        foreach (var tool in tools)
        {
            tool.UseFreshCache();
            times.Add(tool, []);
            using var warm = tool.Prepare(small.Compile(tool, 0), small.Directory);
            for (var i = 0; i < 3; i++)
                warm.Run();
        }

        var variants = 1;
        for (var round = 0; round < RoundsAmongWriters; round++)
        {
            foreach (var tool in tools)
            {
                using var writers = new WriterCrowd(tool, workspace, Writers, ref variants);
                using var hit = tool.Prepare(small.Compile(tool, 0), small.Directory);
                for (var i = 0; i < Math.Max(options.Rounds / 10, 5); i++)
                    times[tool].Add(hit.Run().Value);
            }
        }

        return Row($"a hit of small C among {Writers} writers", tools, tool => Time(Spread.Of(times[tool]).Median));
    }

    /// <summary>Writers against a small limit; the directory is measured all the time, by what the file system says that entries take.</summary>
    private static IEnumerable<PeerRow> Overshoot(Tool[] tools, Workspace workspace)
    {
        Dictionary<Tool, (double Most, double Longest)> seen = [];
        foreach (var tool in tools)
        {
            var cache = workspace.NewDirectory("limited-" + tool.Name);
            tool.Environment[tool is CcacheTool ? "CCACHE_MAXSIZE" : "LARDER_MAX_SIZE"] = Limit.ToString(CultureInfo.InvariantCulture);
            tool.UseDirectory(cache);
            var variants = 1;
            using (var writers = new WriterCrowd(tool, workspace, Writers, ref variants))
                seen.Add(tool, Watch(cache));
            tool.Environment.Remove(tool is CcacheTool ? "CCACHE_MAXSIZE" : "LARDER_MAX_SIZE");
        }

        yield return Row($"most above a limit of 2 MB, {Writers} writers", tools, tool => $"{seen[tool].Most * 100:0.0} %");
        yield return Row("longest time more than 2 % above it", tools, tool => $"{seen[tool].Longest:0.0} s");
    }

    private static (double Most, double Longest) Watch(string cache)
    {
        var clock = Stopwatch.StartNew();
        while (EntryBytes(cache) < Limit * 0.95)
        {
            if (clock.Elapsed > Filling)
                throw new BenchException($"the writers don't fill {cache}");
            Thread.Sleep(50);
        }

        clock.Restart();
        var most = double.MinValue;
        var longest = 0.0;
        double? since = null;
        while (clock.Elapsed < Load)
        {
            var above = ((double)EntryBytes(cache) / Limit) - 1;
            most = Math.Max(most, above);
            since = above > 0.02 ? since ?? clock.Elapsed.TotalSeconds : null;
            longest = Math.Max(longest, since is { } start ? clock.Elapsed.TotalSeconds - start : 0);
            Thread.Sleep(50);
        }

        return (most, longest);
    }

    /// <summary>Entries only: neither tool counts what it keeps beside them.</summary>
    private static long EntryBytes(string cache)
    {
        long blocks = 0;
        foreach (var file in Directory.EnumerateFiles(cache, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            var name = Path.GetFileName(file);
            if (name.Length > 20 && !file[cache.Length..].Contains("/tmp/", StringComparison.Ordinal) && Posix.FileSystem.LinkStat(System.Text.Encoding.UTF8.GetBytes(file), out var status) == 0)
                blocks += status.AllocatedBytes;
        }

        return blocks;
    }

    /// <summary>Half of twice as many entries, in each tool's own format and layout, by its own command.</summary>
    private static PeerRow Eviction(Tool[] tools, ScaleOptions options, Workspace workspace)
    {
        var entries = options.Evicted * 2;
        Tool[] two = [.. tools.Where(tool => tool is not LarderdTool)];
        Dictionary<Tool, List<double>> times = two.ToDictionary(tool => tool, _ => new List<double>());
        for (var round = 0; round < RoundsOfEviction; round++)
        {
            foreach (var tool in two)
            {
                var cache = workspace.NewDirectory("evict-" + tool.Name);
                tool.UseDirectory(cache);
                if (tool is CcacheTool)
                    CcacheGenerator.Fill(tool, cache, workspace, entries);
                else
                    CacheGenerator.Fill(cache, entries);
                var before = Count(cache);
                var limit = (before / 2).ToString(CultureInfo.InvariantCulture);
                tool.Environment[tool is CcacheTool ? "CCACHE_MAXFILES" : "LARDER_MAX_FILES"] = limit;
                using (var command = tool.PrepareOwn(tool is CcacheTool ? ["--cleanup"] : ["trim"]))
                    times[tool].Add(command.Run().Value / (before - Count(cache)) * options.Evicted);
                tool.Environment.Remove(tool is CcacheTool ? "CCACHE_MAXFILES" : "LARDER_MAX_FILES");
                Directory.Delete(cache, recursive: true);
            }
        }

        return new PeerRow(
            $"eviction of {options.Evicted.ToString("N0", CultureInfo.InvariantCulture)} of twice as many entries, by command",
            two.ToDictionary(tool => tool.Name, tool => Time(Spread.Of(times[tool]).Median), StringComparer.Ordinal));
    }

    private static long Count(string cache) =>
        Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories).LongCount(file => Path.GetFileName(file).Length > 20);

    private static PeerRow Row(string what, Tool[] tools, Func<Tool, string> show) =>
        new(what, tools.ToDictionary(tool => tool.Name, show, StringComparer.Ordinal));

    private static string Time(double microseconds) => Reporting.Amount.Show(microseconds, Quantity.Time);
}
