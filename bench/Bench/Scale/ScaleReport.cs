using System.Globalization;
using System.Text;
using Larder.Bench.Measuring;

namespace Larder.Bench.Scale;

/// <summary>The table and the curves: docs/scale.md and what it shows.</summary>
internal static class ScaleReport
{
    private static readonly string[] Hits = ["small C, in process", "heavy C++, in process", "small C, daemon", "heavy C++, daemon"];
    private static readonly string[] Starts = ["gcc --version", CurveRun.DaemonStart];
    private static readonly string[] Stores = [CurveRun.Store, CurveRun.EvictingStore];

    internal static void Write(ScaleOptions options, double load, List<ScalePoint> points, List<PeerRow> peers, string ccache)
    {
        Directory.CreateDirectory(options.Documents);
        var text = new StringBuilder();
        text.Append("""
            # larder and the size of its cache

            Written by `./dev bench scale`, which makes the caches, measures, and removes them again: entries of the real formats, half manifests, half results,
            sizes and ages drawn from distributions (`bench/Bench/Scale/CacheGenerator.cs`). All caches stand side by side, and each is measured once in every
            round, so a busy machine meets all alike: ratios mean more than times.


            """);
        text.Append(CultureInfo.InvariantCulture, $"This run: {Environment.ProcessorCount} processors, load {load:0.0} before it; medians.\n");
        if (points.Count > 0)
            Curves(options, points, text);
        if (peers.Count > 0)
            Peers(peers, ccache, text);
        File.WriteAllText(Path.Join(options.Documents, "scale.md"), text.ToString());
    }

    private static void Curves(ScaleOptions options, List<ScalePoint> points, StringBuilder text)
    {
        int[] entries = [.. points.Select(point => point.Entries)];
        text.Append("\n## Entries against time\n\nIn brackets: times that of the smallest cache.\n\n| |");
        text.AppendJoin("", entries.Select(number => $" {Number(number)} |")).Append("\n|---|").AppendJoin("", entries.Select(_ => "---|")).Append('\n');
        foreach (var name in (string[])[.. Hits.Concat(Starts).Concat(Stores)])
            Row(text, (Hits.Contains(name, StringComparer.Ordinal) ? "hit: " : "") + name, points.Select(point => Ratio(points[0].Times[name], point.Times[name])));
        Row(text, "entries on disk", points.Select(point => $"{point.Size / 1e6:0} MB"));
        Row(text, "count all: time, most memory, read from disk", points.Select(point => Pass(point.Count)));
        Row(text, "evict a tenth of the bytes: time, most memory, read from disk", points.Select(point => Pass(point.Evict)));
        Row(text, "entries that went", points.Select(point => Number(point.Evicted)));
        text.Append("""

            *hit: … daemon* asks the daemon about everything (`look_up_first = no`). *store* is a whole miss of small C in process; *above limits* the same while the
            cache is above its limit, so that it does its share of evicting. A pass is the time of `larder trim` and `larder evict`; what it reads from the disk
            depends on what the kernel holds already.

            ![hits](scale-hits.svg)

            ![starts and stores](scale-stores.svg)

            ![passes](scale-passes.svg)

            ![memory](scale-memory.svg)

            """);
        Draw(options, "scale-hits.svg", "A hit", "ms", points, Hits);
        Draw(options, "scale-stores.svg", "Starts and stores", "ms", points, [.. Starts.Concat(Stores)]);
        Chart.Write(Path.Join(options.Documents, "scale-passes.svg"), "A pass over everything", "s", entries,
        [
            new Chart.Curve("count", [.. points.Select(point => point.Count.Value / 1e6)]),
            new Chart.Curve("evict a tenth", [.. points.Select(point => point.Evict.Value / 1e6)]),
        ]);
        Chart.Write(Path.Join(options.Documents, "scale-memory.svg"), "Memory of a pass", "MB", entries,
        [
            new Chart.Curve("count", [.. points.Select(point => point.Count.Resident / 1e6)]),
            new Chart.Curve("evict a tenth", [.. points.Select(point => point.Evict.Resident / 1e6)]),
        ]);
    }

    private static void Draw(ScaleOptions options, string file, string title, string unit, List<ScalePoint> points, string[] names) =>
        Chart.Write(Path.Join(options.Documents, file), title, unit, [.. points.Select(point => point.Entries)],
            [.. names.Select(name => new Chart.Curve(name, [.. points.Select(point => point.Times[name].Median / 1e3)]))]);

    private static void Peers(List<PeerRow> peers, string ccache, StringBuilder text)
    {
        string[] tools = ["larder", "larderd", "ccache"];
        text.Append(CultureInfo.InvariantCulture, $"\n## Beside ccache\n\n{ccache}; larder in process, and through its daemon.\n\n| | larder | larderd | ccache |\n|---|---|---|---|\n");
        foreach (var row in peers)
            Row(text, row.What, tools.Select(tool => row.Values.GetValueOrDefault(tool, "")));
        text.Append("""

            The writers compile sources of two lines, each a new one, as fast as they can. The directory is measured twenty times a second by the blocks that the file
            system counts for entries. ccache's entries for the eviction are its own, copied under many names.

            """);
    }

    private static void Row(StringBuilder text, string name, IEnumerable<string> cells) =>
        text.Append("| ").Append(name).Append(" |").AppendJoin("", cells.Select(cell => $" {cell} |")).Append('\n');

    private static string Ratio(Spread first, Spread value) =>
        string.Create(CultureInfo.InvariantCulture, $"{Reporting.Amount.Show(value.Median, Scenarios.Quantity.Time)} ({value.Median / first.Median:0.00})");

    private static string Pass(Sample sample) =>
        string.Create(CultureInfo.InvariantCulture, $"{Reporting.Amount.Show(sample.Value, Scenarios.Quantity.Time)}, {sample.Resident / 1e6:0} MB, {sample.Read / 1e6:0} MB");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
