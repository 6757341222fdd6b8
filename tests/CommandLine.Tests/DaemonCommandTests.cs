using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.CommandLine.Tests;

/// <summary>"larder daemon", with a real daemon (the one that LARDERD_UNDER_TEST names, or the one that was built beside these tests).</summary>
[SupportedOSPlatform("linux")]
public sealed class DaemonCommandTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly CommandFixture _fixture = new();

    public DaemonCommandTests()
    {
        string dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        _fixture.With("XDG_RUNTIME_DIR=" + _fixture.Root, "DOTNET_ROOT=" + dotnet, "LARDER_CONFIG=/dev/null");
        _fixture.DaemonProgram = Environment.GetEnvironmentVariable("LARDERD_UNDER_TEST") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Daemon/debug/larderd"));
    }

    private Endpoint Endpoint => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = Encoding.UTF8.GetBytes(_fixture.Cache),
        RuntimeDirectory = Encoding.UTF8.GetBytes(_fixture.Root),
    });

    private string Socket => Encoding.UTF8.GetString(Endpoint.Socket);

    public void Dispose()
    {
        if (EndpointLock.IsHeld(Endpoint) && File.Exists(Socket))
            _fixture.Run("daemon", "stop");
        _fixture.Dispose();
    }

    [Fact]
    public void Started_asked_stopped_and_asked_again()
    {
        Assert.Equal(0, _fixture.Run("daemon", "start"));
        Assert.Matches($@"^Started: process \d+, on {Socket}\n$", _fixture.Output);

        Assert.Equal(0, _fixture.Run("daemon", "status"));
        Assert.Matches(@"^Daemon +running, process \d+, for \d+ s\n", _fixture.Output);
        _fixture.AssertShows($"Build {Encoding.UTF8.GetString(BuildIdentity.Id)}");
        _fixture.AssertShows($"Socket {Socket}");
        _fixture.AssertShows($"Cache {_fixture.Cache}");
        _fixture.AssertShows($"Jobs 0 of {Environment.ProcessorCount}, 0 waiting");
        _fixture.AssertShows("Stores pending 0");

        Assert.Equal(0, _fixture.Run("daemon", "stop"));
        Assert.Matches(@"^Stopped: process \d+\n$", _fixture.Output);
        Assert.False(EndpointLock.IsHeld(Endpoint));
        Assert.False(File.Exists(Socket));

        Assert.Equal(1, _fixture.Run("daemon", "status"));
        Assert.Equal(("", "larder: daemon: no daemon runs\n"), (_fixture.Output, _fixture.Error));
    }

    [Fact]
    public void Starting_what_runs_and_stopping_what_does_not_are_no_failures()
    {
        Assert.Equal(0, _fixture.Run("daemon", "stop"));
        Assert.Equal(("No daemon runs\n", ""), (_fixture.Output, _fixture.Error));

        Assert.Equal(0, _fixture.Run("daemon", "start"));
        string started = _fixture.Output;
        Assert.Equal(0, _fixture.Run("daemon", "start"));
        Assert.Equal(started.Replace("Started", "Already running", StringComparison.Ordinal), _fixture.Output);
    }

    /// <summary>Daemon failures, 25: "stopped" means that it was once not running.</summary>
    [Fact]
    public void Restarting_gives_another_process()
    {
        Assert.Equal(0, _fixture.Run("daemon", "restart"));
        int first = StatusOfRunning().GetProperty("process_id").GetInt32();

        Assert.Equal(0, _fixture.Run("daemon", "restart"));
        Assert.StartsWith($"Stopped: process {first}\nStarted: process ", _fixture.Output);
        Assert.NotEqual(first, StatusOfRunning().GetProperty("process_id").GetInt32());
    }

    [Fact]
    public void Status_as_JSON_tells_running_from_not()
    {
        Assert.Equal(1, _fixture.Run("daemon", "status", "--json"));
        using (JsonDocument none = JsonDocument.Parse(_fixture.Output))
            Assert.False(none.RootElement.GetProperty("running").GetBoolean());

        Assert.Equal(0, _fixture.Run("daemon", "start"));
        JsonElement status = StatusOfRunning();
        Assert.True(status.GetProperty("running").GetBoolean());
        Assert.Equal(Socket, status.GetProperty("socket").GetString());
        Assert.Equal(_fixture.Cache, status.GetProperty("cache_directory").GetString());
        Assert.Equal(0, status.GetProperty("builds").GetArrayLength());
    }

    [Fact]
    public void A_killed_daemon_counts_as_none()
    {
        _fixture.Run("daemon", "start");
        int pid = StatusOfRunning().GetProperty("process_id").GetInt32();
        using (Process kill = Process.Start("/bin/kill", ["-KILL", pid.ToString(CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        while (EndpointLock.IsHeld(Endpoint))
            Thread.Sleep(5);

        Assert.Equal(1, _fixture.Run("daemon", "status"));
        Assert.Equal("larder: daemon: no daemon runs\n", _fixture.Error);
        Assert.Equal(0, _fixture.Run("daemon", "stop"));
        Assert.Equal(0, _fixture.Run("daemon", "start"));
    }

    /// <summary>Daemon failures, 12.</summary>
    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("status")]
    [InlineData("restart")]
    public void A_directory_that_others_can_enter_is_reported(string action)
    {
        Directory.CreateDirectory(_fixture.Root + "/larder");
        File.SetUnixFileMode(_fixture.Root + "/larder", Private | UnixFileMode.OtherExecute);

        Assert.Equal(1, _fixture.Run("daemon", action));
        Assert.StartsWith($"larder: daemon: {_fixture.Root}/larder is not used: it has to be a directory", _fixture.Error);
    }

    [Fact]
    public void While_a_daemon_is_starting_or_ending_that_is_what_is_said()
    {
        using EndpointLock held = EndpointLock.TryTake(Endpoint.Prepare(), out _)!;

        Assert.Equal(1, _fixture.Run("daemon", "status"));
        Assert.Equal("larder: daemon: a daemon is starting or ending\n", _fixture.Error);
    }

    /// <summary>Daemon failures, 4.</summary>
    [Fact]
    public void What_keeps_it_from_starting_is_said()
    {
        _fixture.DaemonProgram = _fixture.Root + "/larderd";
        Assert.Equal(1, _fixture.Run("daemon", "start"));
        Assert.Equal($"larder: daemon: {_fixture.Root}/larderd: No such file or directory\n", _fixture.Error);

        File.WriteAllText(_fixture.DaemonProgram, "#!/bin/sh\necho 'larderd: not started: no luck' >&2; exit 1\n");
        File.SetUnixFileMode(_fixture.DaemonProgram, Private);
        Assert.Equal(1, _fixture.Run("daemon", "start"));
        Assert.Equal("larder: daemon: not started: no luck\n", _fixture.Error);

        File.WriteAllText(_fixture.DaemonProgram, "#!/bin/sh\nexit 3\n");
        Assert.Equal(1, _fixture.Run("daemon", "start"));
        Assert.Equal("larder: daemon: larderd ended with status 3 and said nothing\n", _fixture.Error);
    }

    [Fact]
    public void A_wrong_setting_is_said_before_anything_is_done()
    {
        _fixture.With("LARDER_IDLE_TIMEOUT=soon");

        Assert.Equal(2, _fixture.Run("daemon", "start"));
        Assert.Contains("LARDER_IDLE_TIMEOUT: idle_timeout can't be \"soon\"", _fixture.Error);
        Assert.False(Directory.Exists(_fixture.Root + "/larder"));
    }

    [Theory]
    [InlineData("larder daemon: Required argument missing", "daemon")]
    [InlineData("larder daemon: there is no \"begin\"; it is start, stop, status or restart", "daemon", "begin")]
    public void A_wrong_command_line_is_answered_with_what_is_right(string problem, params string[] words)
    {
        Assert.Equal(2, _fixture.Run(words));
        Assert.StartsWith(problem, _fixture.Error);
        Assert.Contains("usage: larder daemon [--json] ACTION", _fixture.Error);
    }

    private JsonElement StatusOfRunning()
    {
        Assert.Equal(0, _fixture.Run("daemon", "status", "--json"));
        using JsonDocument document = JsonDocument.Parse(_fixture.Output);
        return document.RootElement.Clone();
    }
}
