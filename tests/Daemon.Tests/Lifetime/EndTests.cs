using System.Diagnostics;
using System.Runtime.Versioning;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>How a daemon ends (daemon failures, 24 to 26), with real processes.</summary>
[SupportedOSPlatform("linux")]
public sealed class EndTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>Failure 25.</summary>
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_ends_it_in_order(string signal)
    {
        using Process process = _fixture.Serve();

        Signal(process.Id, signal);

        (int status, _, string error) = Finish(process);
        Assert.Equal(0, status);
        Assert.False(File.Exists(_fixture.Socket));
        Assert.True(_fixture.IsLockFree);
        Assert.Contains("Draining: asked to\n", error);
        Assert.EndsWith("Ended\n", error);
    }

    /// <summary>Failure 25.</summary>
    [Fact]
    public void A_client_that_stays_connected_does_not_keep_it_from_ending()
    {
        using Process process = _fixture.Serve();
        Assert.Equal(Errno.None, UnixSocket.Connect(_fixture.Endpoint.Socket, out UnixSocket client));
        using (client)
        {
            Signal(process.Id, "TERM");

            Assert.Equal(0, Finish(process).Status);
        }
    }

    /// <summary>Failure 24.</summary>
    [Fact]
    public void With_nothing_to_do_it_ends_by_itself()
    {
        _fixture.With("LARDER_IDLE_TIMEOUT", "1s");

        using Process process = _fixture.Serve();

        (int status, _, string error) = Finish(process);
        Assert.Equal(0, status);
        Assert.Contains("Draining: idle\n", error);
        Assert.False(File.Exists(_fixture.Socket));
    }

    /// <summary>Failure 24.</summary>
    [Fact]
    public void While_a_client_is_connected_it_does_not()
    {
        _fixture.With("LARDER_IDLE_TIMEOUT", "1s");
        using Process process = _fixture.Serve();
        Assert.Equal(Errno.None, UnixSocket.Connect(_fixture.Endpoint.Socket, out UnixSocket client));

        Assert.False(process.WaitForExit(TimeSpan.FromSeconds(2.5)));
        Assert.True(File.Exists(_fixture.Socket));
        client.Dispose();

        Assert.Equal(0, Finish(process).Status);
    }

    /// <summary>Failures 24 and 25: whoever gets a connection gets an answer, however near the end it is.</summary>
    [Fact]
    public async Task Clients_that_come_as_it_ends_are_answered_or_find_nobody()
    {
        using Process process = _fixture.Serve();
        byte[] socket = _fixture.Endpoint.Socket;
        using CountdownEvent underWay = new(4);
        Task[] clients = [.. Enumerable.Range(0, underWay.InitialCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int answered = 0; ; answered++)
                {
                    ConnectState state = DaemonConnection.Connect(socket, User.EffectiveId, out DaemonConnection? connection, out int _);
                    if (state == ConnectState.NotThere)
                        return;
                    Assert.Equal(ConnectState.Connected, state);
                    using (connection)
                        Assert.Equal(CallState.Reply, connection!.Call(DaemonMethods.GetStatus, default, UnixSocketDeadline.In(60_000)).State);
                    if (answered == 10)
                        underWay.Signal();
                }
            },
            TaskCreationOptions.LongRunning))];
        Assert.True(underWay.Wait(Patience));

        Signal(process.Id, "TERM");

        await Task.WhenAll(clients).WaitAsync(Patience);
        Assert.Equal(0, Finish(process).Status);
    }

    /// <summary>Failure 13: a new build was installed; its clients look for another name.</summary>
    [Fact]
    public void Replaced_by_another_build_it_drains()
    {
        string program = CopyProgram();
        using Process process = _fixture.ExecuteProgram(program, "--foreground");
        Until(() => File.Exists(_fixture.Socket));

        File.Copy(program, program + ".new");
        File.Move(program + ".new", program, overwrite: true);

        (int status, _, string error) = Finish(process);
        Assert.Equal(0, status);
        Assert.Contains("Draining: this build of larderd was replaced\n", error);
    }

    /// <summary>The session's directory is gone, or was tidied up: nobody finds this daemon any more.</summary>
    [Fact]
    public void Without_its_sockets_name_it_drains()
    {
        using Process process = _fixture.Serve();

        File.Delete(_fixture.Socket);

        Assert.Contains("Draining: the socket's name was removed\n", Finish(process).Error);
    }

    /// <summary>Failure 25: what larder-cli's "stop" asks for.</summary>
    [Fact]
    public void Asked_to_over_its_socket_it_answers_and_ends()
    {
        using Process process = _fixture.Serve();
        DaemonConnection.Connect(_fixture.Endpoint.Socket, User.EffectiveId, out DaemonConnection? connection, out _);
        using (connection)
            Assert.Equal(CallState.Reply, connection!.Call(DaemonMethods.Shutdown, default, UnixSocketDeadline.In(60_000)).State);

        Assert.Equal(0, Finish(process).Status);
        Assert.True(_fixture.IsLockFree);
    }

    /// <summary>Failure 26: what a killed daemon left is not a name that leads nowhere for long.</summary>
    [Fact]
    public void Killed_it_leaves_a_free_lock()
    {
        using Process process = _fixture.Serve();

        process.Kill();
        process.WaitForExit();

        Assert.True(_fixture.IsLockFree);
        Assert.False(_fixture.Answers);
    }

    [Fact]
    public void After_an_orderly_end_the_next_start_need_not_wait_and_after_another_it_does()
    {
        using (Process process = _fixture.Serve())
        {
            Signal(process.Id, "TERM");
            Finish(process);
        }

        using (Protocol.Endpoints.EndpointLock held = Protocol.Endpoints.EndpointLock.TryTake(_fixture.Endpoint, out _)!)
            Assert.False(held.WasTriedRecently());

        using (Process process = _fixture.Serve())
        {
            process.Kill();
            process.WaitForExit();
        }

        using (Protocol.Endpoints.EndpointLock held = Protocol.Endpoints.EndpointLock.TryTake(_fixture.Endpoint, out _)!)
            Assert.True(held.WasTriedRecently());
    }

    /// <summary>larderd and what stands beside it, in a directory that a test may change.</summary>
    private string CopyProgram()
    {
        string directory = _fixture.Root + "/bin";
        Directory.CreateDirectory(directory);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(DaemonFixture.Program)!))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        return Path.Combine(directory, Path.GetFileName(DaemonFixture.Program));
    }
}
