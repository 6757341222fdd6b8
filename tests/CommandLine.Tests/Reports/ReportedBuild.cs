using System.Diagnostics;
using System.Text.Json;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>Compiles of real compilers through the real program, into the cache of a fixture, to report on.</summary>
internal sealed class ReportedBuild : IDisposable
{
    internal ReportedBuild()
    {
        Directory.CreateDirectory(Sources);
        Fixture.With("LARDER_NO_DAEMON=1", "LARDER_CONFIG=/dev/null");
    }

    internal static string Larder => Environment.GetEnvironmentVariable("LARDER_UNDER_TEST") ?? string.Empty;

    internal CommandFixture Fixture { get; } = new();

    internal string Sources => Fixture.Root + "/src";

    internal string Page => Fixture.Root + "/page.html";

    internal string Trace => Fixture.Root + "/trace.json";

    public void Dispose() => Fixture.Dispose();

    /// <summary>Runs a script in the directory of sources, in a session of a name. <c>L</c> is larder, <c>w NAME TEXT</c> writes a file that is an hour old.</summary>
    internal void Run(string session, string script)
    {
        string functions = $"""
            L() (sleep 0.05; exec '{Larder}' "$@")
            w() (printf "$2" > "$1"; touch -d '-1 hour' "$1")

            """;
        ProcessStartInfo start = new("sh", ["-c", functions + script]) { WorkingDirectory = Sources, UseShellExecute = false, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("LARDER_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["HOME"] = Fixture.Home;
        start.Environment["LARDER_DIR"] = Fixture.Cache;
        start.Environment["LARDER_NO_DAEMON"] = "1";
        start.Environment["LARDER_CONFIG"] = "/dev/null";
        start.Environment["LARDER_SESSION"] = session;
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }

    /// <summary>The page that a report writes.</summary>
    internal string Report(params string[] words)
    {
        int status = Fixture.Run(["report", "--output", Page, "--trace", Trace, .. words]);
        Assert.True(status == 0, Fixture.Error);
        return File.ReadAllText(Page);
    }

    /// <summary>The counters of "larder stats --json".</summary>
    internal Dictionary<string, long> Counters()
    {
        Assert.Equal(0, Fixture.Run("stats", "--json"));
        return JsonDocument.Parse(Fixture.Output).RootElement.GetProperty("counters").EnumerateObject().ToDictionary(static counter => counter.Name, static counter => counter.Value.GetInt64(), StringComparer.Ordinal);
    }
}
