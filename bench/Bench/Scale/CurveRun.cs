using System.Globalization;
using System.Text.Json;
using Larder.Bench.Measuring;
using Larder.Bench.Scenarios;

namespace Larder.Bench.Scale;

/// <summary>
/// Caches of several sizes side by side, measured in turn within each round: hits in process and through the daemon, starts, what a store costs that
/// evicts, and whole passes.
/// </summary>
internal static class CurveRun
{
    private const int RoundsOfStarts = 10;

    internal const string DaemonStart = "larder daemon start";
    internal const string Store = "store, within limits";
    internal const string EvictingStore = "store, above limits";

    internal static List<ScalePoint> Measure(ScaleOptions options, Workspace workspace, Action<string> say)
    {
        var small = Workload.SmallC(workspace);
        var heavy = Workload.HeavyCxx(workspace);
        var beds = new List<ScaleBed>();
        try
        {
            foreach (var entries in options.Entries)
            {
                beds.Add(new ScaleBed(entries, options, workspace, small, heavy));
                say($"{entries} entries: made in {beds[^1].Filling.TotalSeconds:0.0} s");
            }

            Dictionary<(int, string), List<double>> values = [];
            foreach (var name in beds[0].Names)
            {
                InTurn(beds, options.Rounds, (bed, _) => Add(bed, name, bed.Measure(name)));
                say(name);
            }

            InTurn(beds, RoundsOfStarts, (bed, _) => Add(bed, DaemonStart, bed.MeasureStart()));
            say(DaemonStart);
            foreach (var bed in beds)
                bed.Served.Stop();
            InTurn(beds, options.Rounds / 4, (bed, round) => Add(bed, Store, bed.Store(small, (2 * round) + 1, isOver: false)));
            InTurn(beds, options.Rounds / 4, (bed, round) => Add(bed, EvictingStore, bed.Store(small, (2 * round) + 2, isOver: true)));
            say("stores");
            return [.. beds.Select(bed => Passes(bed, values, say))];

            void Add(ScaleBed bed, string name, Sample sample)
            {
                if (!values.TryGetValue((bed.Entries, name), out var list))
                    values.Add((bed.Entries, name), list = []);
                list.Add(sample.Value);
            }
        }
        finally
        {
            foreach (var bed in beds)
                bed.Dispose();
        }
    }

    /// <summary>Whoever comes first in a round comes last in the next.</summary>
    private static void InTurn(List<ScaleBed> beds, int rounds, Action<ScaleBed, int> measure)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < beds.Count; turn++)
                measure(beds[(turn + round) % beds.Count], round);
        }
    }

    private static ScalePoint Passes(ScaleBed bed, Dictionary<(int Entries, string Name), List<double>> values, Action<string> say)
    {
        var point = new ScalePoint(bed.Entries) { Filling = bed.Filling.TotalSeconds };
        foreach (var ((entries, name), list) in values)
        {
            if (entries == bed.Entries)
                point.Times.Add(name, Spread.Of(list));
        }

        point.Count = bed.Own("0", "trim");
        var (files, bytes) = Totals(bed);
        point.Size = bytes;
        var limit = ((long)(bytes * 0.9)).ToString(CultureInfo.InvariantCulture);
        point.Evict = bed.Own("0", "evict", "--to-size", limit == "0" ? "1" : limit);
        point.Evicted = files - Totals(bed).Files;
        say($"{bed.Entries} entries: counted and evicted");
        return point;
    }

    private static (long Files, long Bytes) Totals(ScaleBed bed)
    {
        using var statistics = JsonDocument.Parse(bed.InProcess.Say("stats", "--json"));
        return (statistics.RootElement.GetProperty("files").GetInt64(), statistics.RootElement.GetProperty("size_bytes").GetInt64());
    }
}
