using System.Globalization;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>
/// One daemon and many requests, one after the other: hits, every tenth of them of the heavy source, and a miss among each hundred. What is
/// resident is the kernel's VmRSS, which counts the pages of the executable too.
/// </summary>
internal sealed class EnduranceScenario(Workload small, Workload heavy, int requests) : DaemonScenario("memory of the daemon", "resident")
{
    /// <summary>The row that the budget is for.</summary>
    internal const string AtTheEnd = "at the end";

    private const int HeavyEvery = 10;
    private const int MissEvery = 100;

    protected override ScenarioResult Run(LarderdTool daemon)
    {
        daemon.UseFreshCache();
        // All of them are to reach it.
        daemon.Environment["LARDER_LOOK_UP_FIRST"] = "no";
        var before = Measured("at the start", daemon, "VmRSS");
        using var smallHit = daemon.Prepare(small.Compile(daemon, 0), small.Directory);
        using var heavyHit = daemon.Prepare(heavy.Compile(daemon, 0), heavy.Directory);
        for (var i = 1; i <= requests; i++)
        {
            if (i % MissEvery == 0)
                Compile(daemon, i);
            else
                (i % HeavyEvery == 0 ? heavyHit : smallHit).Run();
        }

        daemon.Environment.Remove("LARDER_LOOK_UP_FIRST");
        var asked = daemon.Requests();
        if (asked != requests)
            Complain(daemon.Name, $"{asked} requests reached the daemon, not {requests}");
        return Result([before, Measured(AtTheEnd, daemon, "VmRSS"), Measured("at most", daemon, "VmHWM")], Quantity.Memory);
    }

    private void Compile(LarderdTool daemon, int variant)
    {
        using var miss = daemon.Prepare(small.Compile(daemon, variant), small.Directory);
        miss.Run();
    }

    private static Series Measured(string name, LarderdTool daemon, string field)
    {
        var series = new Series(name);
        series.Add(new Sample(Status(daemon.ProcessId, field)));
        return series;
    }

    /// <summary>A field of /proc/PID/status, in bytes.</summary>
    private static double Status(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return 1024.0 * long.Parse(line.AsSpan(field.Length + 1).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
