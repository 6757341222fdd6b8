using System.Text;
using System.Text.Json;
using Larder.Bench.Measuring;
using Larder.Protocol.Wire;

namespace Larder.Bench.Tools;

/// <summary>larder through a daemon of its own, with default settings. A fresh cache has a fresh daemon.</summary>
internal sealed class LarderdTool(string executable, Workspace workspace, string name = "larderd") : LarderTool(executable, workspace, name)
{
    private byte[] socket = [];
    private bool running;

    /// <summary>The daemon's executable.</summary>
    internal string Program { get; } = Path.Join(Path.GetDirectoryName(executable), "larderd");

    /// <summary>The running daemon's process.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>How many compiles it was asked for.</summary>
    internal long Requests()
    {
        using var connection = Connect();
        return (long)DaemonClient.Status(connection).Requests;
    }

    /// <summary>A connection to the daemon, as the shim makes one.</summary>
    internal DaemonConnection Connect() => DaemonClient.Connect(socket) ?? throw new BenchException("larderd doesn't answer");

    internal override string? Doubt()
    {
        // Hits of C are the shim's own (look_up_first); what it doesn't find, and all else, the daemon is asked about.
        var (hits, misses) = Counts();
        var asked = Requests();
        return asked >= misses && asked <= hits + misses ? null : $"the daemon was asked for {asked} compiles; there were {hits} hits and {misses} misses";
    }

    public override void Dispose()
    {
        Stop();
        base.Dispose();
    }

    /// <summary>Ends the daemon, and waits until it has ended.</summary>
    internal void Stop()
    {
        if (!running)
            return;
        running = false;
        Ask("daemon", "stop");
    }

    /// <summary>An empty cache whose daemon doesn't run yet. Hands back the socket that it will listen on.</summary>
    internal byte[] PrepareFresh() => Prepare(FreshDirectory());

    /// <summary>What `larder daemon start` takes, with an empty cache or the one in a directory.</summary>
    internal Sample MeasureStart(string? cache = null)
    {
        _ = cache is null ? PrepareFresh() : Prepare(cache);
        using var command = new Command([Launcher[0], "daemon", "start"], Environment, Workspace.Root, Workspace.OutputFile);
        var sample = command.Run();
        running = true;
        return sample;
    }

    protected override void UseCache(string directory)
    {
        socket = Prepare(directory);
        Ask("daemon", "start");
        running = true;
        using var connection = Connect();
        ProcessId = DaemonClient.Status(connection).ProcessId;
    }

    private byte[] Prepare(string directory)
    {
        Stop();
        base.UseCache(directory);
        Environment["LARDER_NO_DAEMON"] = "no";
        // Only those daemons that are measured run.
        Environment["LARDER_AUTO_START"] = "no";
        Environment["XDG_RUNTIME_DIR"] = Workspace.Runtime;
        // Fails for want of a daemon, and says all the same where it would be.
        using var status = JsonDocument.Parse(AskAnyway("daemon", "status", "--json"));
        return Encoding.UTF8.GetBytes(status.RootElement.GetProperty("socket").GetString()!);
    }
}
