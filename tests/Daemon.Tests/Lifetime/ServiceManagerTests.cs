using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>larderd as a service of systemd: what it says, and the sockets it is handed.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServiceManagerTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>Failure 27, and the protocol of sd_notify(3), with a path and with an abstract name.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_says_when_it_is_ready_and_when_it_ends(bool isAbstract)
    {
        string name = _fixture.Root + "/notify";
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : name));
        manager.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _fixture.With("NOTIFY_SOCKET", isAbstract ? "@" + name : name);

        using Process process = _fixture.Execute("--foreground");

        Assert.Equal($"READY=1\nSTATUS=Serving {_fixture.Socket}", Receive(manager));
        Assert.True(_fixture.Answers);
        Signal(process.Id, "TERM");
        Assert.StartsWith("STOPPING=1\nSTATUS=Draining", Receive(manager));
        Assert.Equal(0, Finish(process).Status);
    }

    [Fact]
    public void Where_a_watchdog_is_asked_for_it_says_again_and_again_that_it_lives()
    {
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_fixture.Root + "/notify"));
        manager.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _fixture.With("NOTIFY_SOCKET", _fixture.Root + "/notify").With("WATCHDOG_USEC", "100000");

        using Process process = _fixture.Execute("--foreground");

        Assert.StartsWith("READY=1", Receive(manager));
        Assert.Equal("WATCHDOG=1", Receive(manager));
        Assert.Equal("WATCHDOG=1", Receive(manager));
    }

    [Fact]
    public void Somebody_elses_watchdog_is_not_answered()
    {
        ServiceManager(out TimeSpan interval, "WATCHDOG_USEC=100000", "WATCHDOG_PID=1");
        Assert.Equal(TimeSpan.Zero, interval);
        ServiceManager(out interval, "WATCHDOG_USEC=3000000", $"WATCHDOG_PID={Environment.ProcessId}");
        Assert.Equal(TimeSpan.FromSeconds(1.5), interval);
    }

    [Theory]
    [InlineData("LISTEN_FDS=1")]
    [InlineData("LISTEN_FDS=1", "LISTEN_PID=1")]
    public void Somebody_elses_sockets_are_not_taken(params string[] words)
    {
        Assert.Empty(ServiceManager(out _, words).Listeners);
    }

    [ProgramFact("systemd-socket-activate")]
    public void Started_by_a_client_it_serves_that_client_and_takes_its_own_name_as_well()
    {
        Directory.CreateDirectory(_fixture.Root + "/larder", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        byte[] activation = _fixture.Endpoint.ActivationSocket;
        using Process process = Activate(Encoding.UTF8.GetString(activation));
        Until(() => File.Exists(Encoding.UTF8.GetString(activation)));
        Assert.False(File.Exists(_fixture.Socket));

        Assert.True(EndpointProbe.Answers(activation, (int)Patience.TotalMilliseconds));

        Until(() => File.Exists(_fixture.Socket));
        Assert.True(_fixture.Answers);
        Assert.False(_fixture.IsLockFree);
        Assert.Equal((0, "", ""), Finish(_fixture.Execute()));
        Assert.Equal(process.Id, _fixture.OnlyDaemon());

        // The name that the manager made is the manager's.
        Signal(process.Id, "TERM");
        Assert.Equal(0, Finish(process).Status);
        Assert.True(File.Exists(Encoding.UTF8.GetString(activation)));
        Assert.False(File.Exists(_fixture.Socket));
    }

    [ProgramFact("systemd-socket-activate")]
    public void Where_another_daemon_has_the_name_it_still_serves_the_socket_it_was_handed()
    {
        int first = _fixture.Start();
        byte[] activation = _fixture.Endpoint.ActivationSocket;
        using Process process = Activate(Encoding.UTF8.GetString(activation));
        Until(() => File.Exists(Encoding.UTF8.GetString(activation)));

        Assert.True(EndpointProbe.Answers(activation, (int)Patience.TotalMilliseconds));

        Signal(process.Id, "TERM");
        (int status, _, string error) = Finish(process);
        Assert.Equal(0, status);
        Assert.Contains("this one serves only the socket it was handed", error);
        Assert.Equal([first], _fixture.Daemons);
        Assert.True(_fixture.Answers);
    }

    [ProgramFact("systemd-socket-activate")]
    public void A_shared_daemon_needs_no_right_to_its_sockets_directory()
    {
        string socket = _fixture.Root + "/shared.sock";
        _fixture.With("LARDER_SOCKET", socket);
        using Process process = Activate(socket);
        Until(() => File.Exists(socket));

        Assert.True(EndpointProbe.Answers(Encoding.UTF8.GetBytes(socket), (int)Patience.TotalMilliseconds));

        Assert.False(File.Exists(_fixture.Root + "/shared.lock"));
        Assert.False(Directory.Exists(_fixture.Root + "/larder"));
    }

    private Process Activate(string socket)
    {
        string[] passed = ["HOME", "XDG_RUNTIME_DIR", "LARDER_DIR", "LARDER_CONFIG", "LARDER_SOCKET", "DOTNET_ROOT"];
        return _fixture.ExecuteProgram(
            "systemd-socket-activate", ["--listen=" + socket, .. passed.Select(name => "--setenv=" + name), DaemonFixture.Program, "--foreground"]);
    }

    private static Hosting.ServiceManager ServiceManager(out TimeSpan interval, params string[] words)
    {
        Hosting.ServiceManager manager = new(new ProcessEnvironment([.. words.Select(Encoding.UTF8.GetBytes)]));
        interval = manager.WatchdogInterval;
        return manager;
    }

    private static string Receive(Socket socket)
    {
        byte[] message = new byte[1024];
        return Encoding.UTF8.GetString(message, 0, socket.Receive(message));
    }
}
