using System.Buffers.Binary;
using Larder.Posix;
using Larder.Protocol.Tests.Support;
using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Larder.Protocol.Tests.Wire;

/// <summary>The client against the server it is made for: Kestrel on a Unix socket.</summary>
public sealed class KestrelTests : IAsyncLifetime, IDisposable
{
    private readonly TemporarySocket _socket = new();
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.ListenUnixSocket(_socket.Path, l => l.Protocols = HttpProtocols.Http2);
            o.Limits.MaxRequestBodySize = 100_000_000;
        });
        _server = builder.Build();
        _server.Run(Answer);
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _socket.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_379)]
    [InlineData(16_380)]
    [InlineData(65_530)]
    [InlineData(65_531)]
    [InlineData(1_000_000)]
    [InlineData(20_000_000)]
    public void Messages_of_all_sizes_go_there_and_back(int size)
    {
        byte[] message = new byte[size];
        new Random(size).NextBytes(message);
        using DaemonConnection connection = Connect();
        for (int i = 0; i < 3; i++)
        {
            CallOutcome outcome = connection.Call("/larder.v1.Larder/Echo"u8, message, UnixSocketDeadline.In(60_000));
            Assert.Equal(BrokenReason.None, outcome.Reason);
            Assert.Equal(CallState.Reply, outcome.State);
            Assert.True(outcome.Reply.Span.SequenceEqual(message));
        }
    }

    [Fact]
    public void Many_calls_on_one_connection_and_many_connections_at_once()
    {
        Parallel.For(0, 8, client =>
        {
            using DaemonConnection connection = Connect();
            for (int i = 0; i < 100; i++)
            {
                byte[] message = [(byte)client, (byte)i];
                CallOutcome outcome = connection.Call("/larder.v1.Larder/Echo"u8, message, UnixSocketDeadline.In(60_000));
                Assert.Equal(CallState.Reply, outcome.State);
                Assert.Equal(message, outcome.Reply.ToArray());
            }
        });
    }

    [Fact]
    public void Errors_have_their_status_and_message_and_the_connection_goes_on()
    {
        using DaemonConnection connection = Connect();
        CallOutcome outcome = connection.Call("/larder.v1.Larder/Fail"u8, "ünable: 100%"u8, UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Status, outcome.State);
        Assert.Equal(GrpcStatusCode.FailedPrecondition, outcome.Code);
        Assert.Equal("ünable: 100%", System.Text.Encoding.UTF8.GetString(outcome.Message.Span));

        outcome = connection.Call("/nowhere"u8, [], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Status, outcome.State);
        Assert.Equal(GrpcStatusCode.Unimplemented, outcome.Code);

        outcome = connection.Call("/larder.v1.Larder/Abort"u8, [], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Status, outcome.State);

        // Refused without being heard: a megabyte that nobody reads.
        outcome = connection.Call("/larder.v1.Larder/Fail"u8, new byte[1_000_000], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Status, outcome.State);
        outcome = connection.Call("/larder.v1.Larder/Echo"u8, [5], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Reply, outcome.State);
    }

    [Fact]
    public async Task A_deadline_that_passes_cancels_the_request_on_the_server()
    {
        using DaemonConnection connection = Connect();
        CallOutcome outcome = connection.Call("/larder.v1.Larder/Wait"u8, [], UnixSocketDeadline.In(200));
        Assert.Equal(CallState.TimedOut, outcome.State);
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        outcome = connection.Call("/larder.v1.Larder/Echo"u8, [7], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Reply, outcome.State);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_request_on_the_server()
    {
        Assert.Equal(0, UnixSocket.Connect(_socket.PathBytes, out UnixSocket socket));
        using DaemonConnection connection = new(socket);
        Task<CallOutcome> call = Task.Run(() => connection.Call("/larder.v1.Larder/Wait"u8, [], UnixSocketDeadline.In(60_000)));
        await _waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // What the server sees of a client that dies.
        Assert.Equal(0, socket.ShutdownSending());
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEqual(CallState.Reply, (await call).State);
    }

    [Fact]
    public async Task A_server_that_stops_is_noticed_and_then_there_is_none()
    {
        using DaemonConnection connection = Connect();
        Assert.Equal(CallState.Reply, connection.Call("/larder.v1.Larder/Echo"u8, [], UnixSocketDeadline.In(60_000)).State);
        await _server.StopAsync();
        CallOutcome outcome = connection.Call("/larder.v1.Larder/Echo"u8, [], UnixSocketDeadline.In(60_000));
        Assert.Equal(CallState.Broken, outcome.State);
        Assert.Contains(outcome.Reason, (BrokenReason[])[BrokenReason.GoingAway, BrokenReason.Closed, BrokenReason.Transport]);
        Assert.Equal(ConnectState.NotThere, DaemonConnection.Connect(_socket.PathBytes, User.EffectiveId, out _, out _));
    }

    private DaemonConnection Connect()
    {
        Assert.Equal(ConnectState.Connected, DaemonConnection.Connect(_socket.PathBytes, User.EffectiveId, out DaemonConnection? connection, out _));
        return connection!;
    }

    private async Task Answer(HttpContext context)
    {
        HttpRequest request = context.Request;
        HttpResponse response = context.Response;
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/grpc", request.ContentType);
        Assert.Equal("trailers", request.Headers.TE);
        response.ContentType = "application/grpc";
        switch (request.Path)
        {
            case "/larder.v1.Larder/Echo":
                using (MemoryStream body = new())
                {
                    await request.Body.CopyToAsync(body);
                    byte[] bytes = body.ToArray();
                    Assert.Equal(bytes.Length - 5, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
                    await response.Body.WriteAsync(bytes);
                }

                response.AppendTrailer("grpc-status", "0");
                break;
            case "/larder.v1.Larder/Fail":
                byte[] text = new byte[1000];
                int length = await request.Body.ReadAsync(text);
                response.Headers["grpc-status"] = "9";
                response.Headers["grpc-message"] = Uri.EscapeDataString(System.Text.Encoding.UTF8.GetString(text, 5, Math.Min(length, 100) - 5));
                break;
            case "/larder.v1.Larder/Abort":
                context.Abort();
                break;
            case "/larder.v1.Larder/Wait":
                await using (context.RequestAborted.Register(_aborted.SetResult))
                {
                    _waiting.SetResult();
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                break;
            default:
                response.StatusCode = 404;
                response.ContentType = null;
                break;
        }
    }
}
