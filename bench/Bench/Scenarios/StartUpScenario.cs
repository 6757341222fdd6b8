using System.Diagnostics;
using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>From the start of larderd until it has answered its first request; alone, and as `larder daemon start` does it.</summary>
internal sealed class StartUpScenario(int rounds) : DaemonScenario("start of the daemon", "until it answers")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>How it is called where a service manager starts it: what the budget is for.</summary>
    internal const string Foreground = "larderd";

    protected override ScenarioResult Run(LarderdTool daemon)
    {
        var foreground = new Series(Foreground);
        var command = new Series("daemon start");
        for (var round = 0; round < rounds; round++)
        {
            foreground.Add(StartAlone(daemon));
            command.Add(daemon.MeasureStart());
        }

        daemon.Stop();
        return Result([foreground, command]);
    }

    private static Sample StartAlone(LarderdTool daemon)
    {
        var socket = daemon.PrepareFresh();
        var start = new ProcessStartInfo(daemon.Program, ["--foreground"]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in daemon.Environment)
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        // Its messages go nowhere, but must not fill a pipe.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        while (true)
        {
            if (DaemonClient.Connect(socket) is { } connection)
            {
                using (connection)
                {
                    DaemonClient.Status(connection);
                    clock.Stop();
                    DaemonClient.Shutdown(connection);
                }

                process.WaitForExit();
                return new Sample(clock.Elapsed.TotalMicroseconds);
            }

            if (clock.Elapsed > Limit || process.HasExited)
                throw new BenchException("larderd did not start");
            Thread.Sleep(0);
        }
    }
}
