using System.Diagnostics;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>
/// A request (GetStatus) and its answer alone, by the shim's client in this process, which is warm: what of a hit is transport. What the shim
/// pays is the second row; the first is what HTTP/2 and gRPC cost in it.
/// </summary>
internal sealed class RoundTripScenario(int rounds) : DaemonScenario("round trip", "a request")
{
    /// <summary>Until both ends have compiled, or touched, all that takes part.</summary>
    private const int WarmUp = 200;

    protected override ScenarioResult Run(LarderdTool daemon)
    {
        daemon.UseFreshCache();
        var open = new Series("open connection");
        var fresh = new Series("connect and ask");
        using var connection = daemon.Connect();
        for (var round = -WarmUp; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            DaemonClient.Status(connection);
            var answered = Stopwatch.GetTimestamp();
            using (var another = daemon.Connect())
                DaemonClient.Status(another);
            var ended = Stopwatch.GetTimestamp();
            if (round < 0)
                continue;
            open.Add(new Sample(Stopwatch.GetElapsedTime(start, answered).TotalMicroseconds));
            fresh.Add(new Sample(Stopwatch.GetElapsedTime(answered, ended).TotalMicroseconds));
        }

        return Result([open, fresh]);
    }
}
