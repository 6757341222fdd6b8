using System.Text.Json;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>The trace has the shape that Perfetto and Chrome read.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ReportedBuild _build = new();

    public void Dispose() => _build.Dispose();

    [ShimFact]
    public void Compiles_stand_in_lanes_and_never_upon_each_other()
    {
        _build.Run("traced", """
            for i in 1 2 3 4 5 6; do w $i.c 'int a;\nint main(void) { return a; }\n'; L gcc -c $i.c & done; wait
            L gcc -c 1.c; L gcc 1.o -o one; L gcc -DODD="$(printf '\377')" -c 2.c
            """);
        _build.Report();
        JsonElement trace = JsonDocument.Parse(File.ReadAllBytes(_build.Trace)).RootElement;
        JsonElement[] events = [.. trace.GetProperty("traceEvents").EnumerateArray()];
        Assert.All(events, static one => Assert.True(one.GetProperty("pid").GetInt32() == 1 && one.GetProperty("tid").GetInt32() >= 0 && one.GetProperty("ts").GetInt64() >= 0 && one.GetProperty("name").GetString()!.Length > 0));
        Assert.Equal("ms", trace.GetProperty("displayTimeUnit").GetString());
        Assert.Equal("traced", Of("M").Single(static one => Name(one) == "process_name").GetProperty("args").GetProperty("name").GetString());

        JsonElement[] compiles = Of("X");
        Assert.Equal(["1.c", "2.c", "2.c", "3.c", "4.c", "5.c", "6.c"], compiles.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(compiles, static one => Assert.Equal("miss", one.GetProperty("args").GetProperty("outcome").GetString()));
        Assert.All(compiles, static one => Assert.True(one.GetProperty("dur").GetInt64() > 0 && one.GetProperty("args").GetProperty("bytes").GetInt64() > 0 && one.GetProperty("args").GetProperty("cause").GetString()!.Length > 0));
        foreach (IGrouping<int, JsonElement> lane in compiles.GroupBy(static one => one.GetProperty("tid").GetInt32()))
        {
            Assert.True(lane.Key > 0);
            Assert.Contains(Of("M"), name => name.GetProperty("tid").GetInt32() == lane.Key && Name(name) == "thread_name");
            long end = 0;
            foreach (JsonElement one in lane.OrderBy(static one => one.GetProperty("ts").GetInt64()))
            {
                Assert.True(one.GetProperty("ts").GetInt64() >= end);
                end = one.GetProperty("ts").GetInt64() + one.GetProperty("dur").GetInt64();
            }
        }

        Assert.Equal("called_for_link", Of("i").Single().GetProperty("args").GetProperty("outcome").GetString());
        JsonElement[] running = [.. Of("C").Where(static one => Name(one) == "compiling")];
        Assert.Equal(0, running[^1].GetProperty("args").GetProperty("jobs").GetInt32());
        Assert.Equal(compiles.Select(static one => one.GetProperty("tid").GetInt32()).Distinct().Count(), running.Max(static one => one.GetProperty("args").GetProperty("jobs").GetInt32()));
        Assert.Equal((1, 7, 1), (Requests("hits"), Requests("misses"), Requests("uncached")));
        Assert.Contains(Of("C"), static one => Name(one) == "hit rate");

        JsonElement[] Of(string phase) => [.. events.Where(one => one.GetProperty("ph").GetString() == phase)];
        int Requests(string series) => Of("C").Where(static one => Name(one) == "requests").Sum(one => one.GetProperty("args").GetProperty(series).GetInt32());
    }

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;
}
