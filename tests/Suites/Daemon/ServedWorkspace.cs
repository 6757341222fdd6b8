using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>A workspace with a daemon of its own, in whatever mode the suites run: real processes, started, stopped and killed by the test.</summary>
internal sealed class ServedWorkspace : IDisposable
{
    /// <summary>For what takes a moment. Only a failure waits as long.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<RunningProgram> _clients = [];
    private RunningProgram? _daemon;

    /// <param name="maxJobs">Slots of the daemon.</param>
    /// <param name="isStarted">A daemon runs from the beginning.</param>
    internal ServedWorkspace(int maxJobs = 4, bool isStarted = true)
    {
        KnownCompilers.Bring(Work);
        Work.Run("mkdir", ["-m", "700", RunDirectory]).Succeeded();
        Work.Variables["LARDER_NO_DAEMON"] = null;
        Work.Variables["LARDER_SOCKET"] = Socket;
        Work.Variables["LARDER_MAX_JOBS"] = maxJobs.ToString(CultureInfo.InvariantCulture);
        Work.Variables["LARDER_AUTO_START"] = "no";
        Work.Variables["XDG_RUNTIME_DIR"] = RunDirectory;
        if (isStarted)
            Start();
    }

    internal Workspace Work { get; } = new();

    internal string RunDirectory => Path.Combine(Work.Root, "served");

    internal string Socket => Path.Combine(RunDirectory, "d.sock");

    /// <summary>The process of the daemon that <see cref="Start"/> started last.</summary>
    internal int ProcessId => _daemon!.ProcessId;

    /// <summary>That process lives.</summary>
    internal bool IsRunning => _daemon is { HasEnded: false };

    internal int Held => Status().GetProperty("leases_held").GetInt32();

    internal int Waiting => Status().GetProperty("leases_waited_for").GetInt32();

    internal int Requests => Status().GetProperty("requests").GetInt32();

    /// <summary>Starts a daemon and waits until it answers.</summary>
    internal void Start(string? program = null)
    {
        _daemon?.Dispose();
        _daemon = RunningProgram.Start(Work, "/", program ?? SuiteDaemon.Binary, "--foreground");
        Until(() => File.Exists(Socket) && Work.Run(LarderBinary.Path, ["daemon", "status"]).ExitCode == 0, "larderd answers");
    }

    /// <summary>kill -9, and its end.</summary>
    internal void Kill()
    {
        _daemon!.Signal("KILL");
        _daemon.Finish();
    }

    internal void Signal(string name) => _daemon!.Signal(name);

    /// <summary>SIGTERM, and its end.</summary>
    internal ProcessResult Stop()
    {
        _daemon!.Signal("TERM");
        return _daemon.Finish();
    }

    /// <summary>What "larder daemon status --json" says.</summary>
    internal JsonElement Status()
    {
        ProcessResult result = Work.Run(LarderBinary.Path, ["daemon", "status", "--json"]).Succeeded();
        using JsonDocument json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }

    /// <summary>Starts a compile through larder, in a session of its own.</summary>
    internal RunningProgram Client(params string[] command) => Begin(LarderBinary.Path, command);

    /// <summary>Starts a script in which $LARDER is larder, in a session of its own.</summary>
    internal RunningProgram ClientScript(string script) =>
        Begin("env", ["--default-signal=PIPE", "LARDER=" + LarderBinary.Path, "bash", "-c", script]);

    internal static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"it never comes to that: {what}");
            Thread.Sleep(5);
        }
    }

    /// <summary>Nobody holds a lease, nothing waits to be stored, and no temporary file is left.</summary>
    internal void AssertAtRest()
    {
        Until(() => Status() is var s && s.GetProperty("leases_held").GetInt32() == 0 && s.GetProperty("leases_waited_for").GetInt32() == 0
            && s.GetProperty("stores_pending").GetInt32() == 0, "the daemon is at rest");
        Work.AssertNothingLeft();
    }

    public void Dispose()
    {
        foreach (RunningProgram client in _clients)
            client.Dispose();
        _daemon?.Dispose();
        Work.Dispose();
    }

    private RunningProgram Begin(string program, params string[] command)
    {
        RunningProgram client = RunningProgram.Start(Work, Work.Directory, program, command);
        _clients.Add(client);
        return client;
    }
}
