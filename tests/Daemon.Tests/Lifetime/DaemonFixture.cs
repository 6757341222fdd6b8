using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>
/// A runtime directory and a cache of their own, and larderd as a program in them: the one that LARDERD_UNDER_TEST names, else the one that was
/// built beside these tests. Whatever still runs in there at the end is killed.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class DaemonFixture : IDisposable
{
    /// <summary>For what takes a moment. Never reached but by a failure.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    public DaemonFixture()
    {
        _environment["HOME"] = Root;
        _environment["XDG_RUNTIME_DIR"] = Root;
        _environment["LARDER_DIR"] = Root + "/cache";
        _environment["LARDER_CONFIG"] = "/dev/null";
        _environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
    }

    internal static string Program { get; } = Environment.GetEnvironmentVariable("LARDERD_UNDER_TEST") is { Length: > 0 } given
        ? given
        : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Daemon/debug/larderd"));

    internal string Root { get; } = Directory.CreateTempSubdirectory("larderd-").FullName;

    internal string Socket => Encoding.UTF8.GetString(Endpoint.Socket);

    internal Endpoint Endpoint => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = Encoding.UTF8.GetBytes(Root + "/cache"),
        RuntimeDirectory = Encoding.UTF8.GetBytes(Root),
    });

    internal string LogText => File.Exists(Encoding.UTF8.GetString(Endpoint.Log)) ? File.ReadAllText(Encoding.UTF8.GetString(Endpoint.Log)) : "";

    internal bool Answers => EndpointProbe.Answers(Endpoint.Socket, 10_000);

    /// <summary>The daemons that live in this fixture's directory.</summary>
    internal int[] Daemons => [.. Processes().Where(pid => CommandOf(pid).Contains("--foreground", StringComparison.Ordinal))];

    internal DaemonFixture With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    public void Dispose()
    {
        foreach (int pid in Processes())
            Signal(pid, "KILL");
        Until(() => Processes().Length == 0);
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>Executes larderd.</summary>
    internal Process Execute(params string[] arguments) => ExecuteProgram(Program, arguments);

    /// <summary>Executes a line of shell in which $D is larderd.</summary>
    internal Process Shell(string line) => ExecuteProgram("/bin/bash", "-c", line);

    internal Process ExecuteProgram(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LARDER", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string? value) in _environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        start.Environment["D"] = Program;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end. The exit status and both streams.</summary>
    internal static (int Status, string Output, string Error) Finish(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(Patience), "it hangs");
            Assert.True(Task.WaitAll([output, error], Patience), "somebody else keeps its streams open");
            return (process.ExitCode, output.Result, error.Result);
        }
    }

    /// <summary>Starts a daemon in the background and gives its process id.</summary>
    internal int Start()
    {
        Assert.Equal((0, "", ""), Finish(Execute()));
        return OnlyDaemon();
    }

    /// <summary>The process id of the one daemon; one that found it running may still be about to end.</summary>
    internal int OnlyDaemon()
    {
        int[] daemons = [];
        Until(() => (daemons = Daemons).Length == 1);
        return daemons[0];
    }

    /// <summary>Executes larderd --foreground and waits until it answers.</summary>
    internal Process Serve()
    {
        Process process = Execute("--foreground");
        Until(() => File.Exists(Socket) && Answers);
        return process;
    }

    internal static void Signal(int pid, string name)
    {
        using Process kill = Process.Start("/bin/kill", ["-" + name, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    internal static void Until(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "it never comes to that");
            Thread.Sleep(5);
        }
    }

    internal bool IsLockFree => !EndpointLock.IsHeld(Endpoint);

    private int[] Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(IsOurs),
    ];

    private bool IsOurs(int pid)
    {
        try
        {
            return pid != Environment.ProcessId
                && Encoding.Latin1.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Contains("XDG_RUNTIME_DIR=" + Root + "\0", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
