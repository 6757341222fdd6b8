using Google.Protobuf;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;
using Larder.Daemon.Tests.Grpc.Support;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>How calls end other than by their reply: deadlines, cancellation, clients that go or don't read.</summary>
public sealed class CallLifetimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A timeout within which a handler has surely begun, on a loaded machine too.</summary>
    private const string Begun = "2S";

    private readonly ScriptedService _service = new();

    [Theory]
    [InlineData("50m")]
    [InlineData("50000u")]
    [InlineData("50000000n")]
    [InlineData("1n")]
    [InlineData("0S")]
    public async Task The_answer_at_the_deadline_is_deadline_exceeded(string timeout)
    {
        _service.OnCompile = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.Cancelled);
            return new CompileReply();
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        RawReply reply = connection.Call("Compile", [], ("grpc-timeout", timeout));
        Assert.True(reply.IsTrailersOnly);
        Assert.Equal((int)GrpcStatusCode.DeadlineExceeded, reply.GrpcStatus);
        Assert.Empty(server.Logger.Faults);
    }

    [Fact]
    public async Task A_handler_that_does_not_heed_the_deadline_does_not_hold_up_its_answer()
    {
        TaskCompletionSource<CompileReply> never = new();
        _service.OnCompile = (_, _) => never.Task;
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        Assert.Equal((int)GrpcStatusCode.DeadlineExceeded, connection.Call("Compile", [], ("grpc-timeout", Begun)).GrpcStatus);

        // What it ends with is nobody's concern, but a fault is a fault.
        never.SetException(new InvalidOperationException("too late"));
        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
        Assert.True(SpinWait.SpinUntil(() => !server.Logger.Faults.IsEmpty, Patience));
        Assert.Contains("too late", Assert.Single(server.Logger.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_within_a_stream_ends_it_by_trailers()
    {
        TaskCompletionSource never = new();
        _service.OnWatch = async (events, _) =>
        {
            await events.WriteAsync(new WatchEvent { Session = 1 });
            await never.Task;
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        RawReply reply = connection.Call("Watch", [], ("grpc-timeout", Begun));
        Assert.Single(reply.Messages());
        Assert.Equal((int)GrpcStatusCode.DeadlineExceeded, reply.GrpcStatus);
        Assert.NotNull(reply.Trailers);
        never.SetResult();
    }

    [Fact]
    public async Task A_fault_of_a_handler_that_was_cancelled_by_nobody_is_a_fault()
    {
        _service.OnCompile = (_, _) => throw new OperationCanceledException();
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        Assert.Equal((int)GrpcStatusCode.Internal, connection.Call("Compile", []).GrpcStatus);
        Assert.Single(server.Logger.Faults);
    }

    [Fact]
    public async Task A_handler_that_ends_without_a_reply_is_a_fault()
    {
        _service.OnCompile = (_, _) => Task.FromResult<CompileReply>(null!);
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        Assert.Equal((int)GrpcStatusCode.Internal, connection.Call("Compile", []).GrpcStatus);
        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
        Assert.Single(server.Logger.Faults);
    }

    /// <summary>Failure line 14: a cancelled call takes nothing else of its client's with it.</summary>
    [Fact]
    public async Task A_cancelled_call_leaves_its_connection_alone()
    {
        TaskCompletionSource<CallContext> begun = OnCompileBeginAndWait();
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        int stream = connection.SendHeaders("/larder.v1.Larder/Compile");
        connection.SendMessage(stream, []);
        CallContext context = await begun.Task.WaitAsync(Patience);
        connection.Reset(stream);
        await CancelledAsync(context.Cancelled);

        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
        Assert.False(context.ConnectionClosed.IsCancellationRequested);
        Assert.Empty(server.Logger.Faults);
    }

    /// <summary>Failure line 14: a connection that goes away takes its calls with it, whether one is under way or not.</summary>
    [Fact]
    public async Task A_connection_that_closes_ends_its_calls()
    {
        TaskCompletionSource<CallContext> begun = OnCompileBeginAndWait();
        await using TestServer server = await TestServer.StartAsync(_service);
        CallContext context;
        using (RawConnection connection = server.Connect())
        {
            connection.SendMessage(connection.SendHeaders("/larder.v1.Larder/Compile"), []);
            context = await begun.Task.WaitAsync(Patience);
            Assert.False(context.Cancelled.IsCancellationRequested);
        }

        await CancelledAsync(context.ConnectionClosed);
        await CancelledAsync(context.Cancelled);
        server.AssertServes();
        Assert.Empty(server.Logger.Faults);
    }

    /// <summary>Failure line 14, for a client that holds a lease while no call of its is under way.</summary>
    [Fact]
    public async Task A_connection_that_closes_between_calls_is_noticed()
    {
        CallContext? seen = null;
        _service.OnCompile = (request, context) =>
        {
            seen = context;
            return ScriptedService.EchoAsync(request, context);
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection other = server.Connect();
        using (RawConnection connection = server.Connect())
        {
            Assert.Equal(0, connection.Call("Compile", []).GrpcStatus);
            CallContext first = seen!;
            Assert.Equal(0, connection.Call("Compile", []).GrpcStatus);
            Assert.Equal(first.ConnectionId, seen!.ConnectionId);
            Assert.False(first.ConnectionClosed.IsCancellationRequested);
        }

        await CancelledAsync(seen.ConnectionClosed);
        string gone = seen.ConnectionId;
        Assert.Equal(0, other.Call("Compile", []).GrpcStatus);
        Assert.NotEqual(gone, seen.ConnectionId);
    }

    /// <summary>
    /// A client that compiles under a lease says nothing. Kestrel looks for overdue connections once a second; with an infinite
    /// KeepAliveTimeout its sum of time stamps overflows and every silent connection is overdue.
    /// </summary>
    [Fact]
    public async Task A_connection_that_is_silent_for_seconds_is_kept()
    {
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
    }

    [Fact]
    public async Task The_caller_is_the_process_that_connected()
    {
        CallContext? seen = null;
        _service.OnCompile = (request, context) =>
        {
            seen = context;
            return ScriptedService.EchoAsync(request, context);
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        connection.Call("Compile", []);
        Assert.Equal(Environment.ProcessId, seen!.Peer.ProcessId);
        Assert.Equal(Larder.Posix.User.EffectiveId, seen.Peer.UserId);
    }

    /// <summary>A watcher that doesn't read makes its writer wait, holds a bounded amount, and can read on later.</summary>
    [Fact]
    public async Task A_stream_waits_for_a_client_that_does_not_read()
    {
        const int Total = 4000;
        int written = 0;
        WatchEvent large = new() { Source = ByteString.CopyFrom(new byte[1000]) };
        _service.OnWatch = async (events, _) =>
        {
            for (; written < Total; written++)
                await events.WriteAsync(large);
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        connection.ExtendsWindows = false;
        int stream = connection.SendHeaders("/larder.v1.Larder/Watch");
        connection.SendMessage(stream, []);
        int read = 0;
        while (read < 65535)
        {
            if (connection.ReadFrame() is { Kind: FrameKind.Data } data)
                read += data.Payload.Length;
        }

        await SettledAsync(() => written);
        Assert.InRange(written, 60, 1000);
        server.AssertServes();

        connection.ExtendsWindows = true;
        connection.Extend(0, 65535);
        connection.Extend(stream, 65535);
        RawReply rest = connection.ReadReply(stream);
        Assert.Equal(0, rest.GrpcStatus);
        Assert.Equal(Total, written);
        Assert.Equal(Total * (5 + large.CalculateSize()), read + rest.Body.Length);
    }

    /// <summary>The trailers would stand behind messages that the client has no room for: only a reset can end such a call.</summary>
    [Fact]
    public async Task A_deadline_ends_a_stream_that_the_client_does_not_read()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnWatch = async (events, _) =>
        {
            try
            {
                while (true)
                    await events.WriteAsync(new WatchEvent { Source = ByteString.CopyFrom(new byte[10000]) });
            }
            finally
            {
                ended.SetResult();
            }
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        connection.ExtendsWindows = false;
        RawReply reply = connection.Call("Watch", [], ("grpc-timeout", Begun));
        Assert.Equal(Http2Error.Cancel, reply.Reset);
        await ended.Task.WaitAsync(Patience);
        Assert.Empty(server.Logger.Faults);
    }

    [Fact]
    public async Task A_client_that_cancels_while_its_writer_waits_frees_the_writer()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnWatch = async (events, _) =>
        {
            try
            {
                while (true)
                    await events.WriteAsync(new WatchEvent { Source = ByteString.CopyFrom(new byte[10000]) });
            }
            finally
            {
                ended.SetResult();
            }
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        int stream = connection.SendHeaders("/larder.v1.Larder/Watch");
        connection.SendMessage(stream, []);
        while (connection.ReadFrame() is not { Kind: FrameKind.Data })
        {
        }

        connection.Reset(stream);
        await ended.Task.WaitAsync(Patience);
        connection.Extend(0, 65535);
        Assert.Empty(server.Logger.Faults);
    }

    [Fact]
    public async Task Nothing_is_written_to_a_stream_that_has_ended()
    {
        TaskCompletionSource<IReplyStream<WatchEvent>> leaked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnWatch = (events, _) =>
        {
            leaked.SetResult(events);
            return Task.CompletedTask;
        };
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = server.Connect();
        RawReply reply = connection.Call("Watch", []);
        Assert.Equal(0, reply.GrpcStatus);
        Assert.Empty(reply.Messages());
        IReplyStream<WatchEvent> events = await leaked.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await events.WriteAsync(new WatchEvent()));
        Assert.Equal(0, connection.Call("GetStatus", []).GrpcStatus);
    }

    /// <summary>A client's window of one byte at a time slows its reply down, and no one else's.</summary>
    [Fact]
    public async Task Replies_honour_the_clients_window()
    {
        await using TestServer server = await TestServer.StartAsync(_service);
        using RawConnection connection = RawConnection.Open(server.SocketPath, window: 1);
        byte[] key = [.. Enumerable.Range(0, 500).Select(i => (byte)i)];
        int stream = connection.SendHeaders("/larder.v1.Larder/Lookup");
        connection.SendMessage(stream, new LookupRequest { Key = ByteString.CopyFrom(key) }.ToByteArray());
        server.AssertServes();
        RawReply reply = connection.ReadReply(stream);
        Assert.Equal(0, reply.GrpcStatus);
        Assert.Equal(key, LookupReply.Parser.ParseFrom(Assert.Single(reply.Messages())).Entry);
    }

    private TaskCompletionSource<CallContext> OnCompileBeginAndWait()
    {
        TaskCompletionSource<CallContext> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnCompile = async (_, context) =>
        {
            begun.SetResult(context);
            await Task.Delay(Timeout.Infinite, context.Cancelled);
            return new CompileReply();
        };
        return begun;
    }

    private static async Task CancelledAsync(CancellationToken token)
    {
        TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = token.Register(fired.SetResult);
        await fired.Task.WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>Waits until a number has stood still for a while.</summary>
    private static async Task SettledAsync(Func<int> read)
    {
        for (int last = -1; last != read();)
        {
            last = read();
            await Task.Delay(300);
        }
    }
}
