using Google.Protobuf;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;
using Larder.Daemon.Tests.Grpc.Support;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>gRPC is what a stock client of another language takes for gRPC. The other half of each test stands in stock_client.py.</summary>
public sealed class StockClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedService _service = new();

    [StockClientFact]
    public async Task Every_method_is_called_and_its_values_arrive()
    {
        await RunAsync("every_method");

        Assert.Equal(
            [
                typeof(CompileRequest), typeof(CompleteRequest), typeof(ReportRequest), typeof(LookupRequest), typeof(StoreRequest),
                typeof(StoreRequest), typeof(GetStatusRequest), typeof(GetStatisticsRequest), typeof(ZeroStatisticsRequest), typeof(DrainRequest),
                typeof(ShutdownRequest), typeof(WatchRequest),
            ],
            _service.Requests.Select(request => request.GetType()));
        Assert.Equal(
            new CompleteRequest
            {
                Lease = 9,
                ExitStatus = 1,
                Signal = 2,
                Started = -1,
                Outputs =
                {
                    new CapturedOutput { Kind = 1, Descriptor_ = 5, Size = 10 },
                    new CapturedOutput(),
                },
                Headers = { ByteString.CopyFromUtf8("a.h"), ByteString.CopyFrom(255, (byte)'.', (byte)'h') },
            },
            _service.Requests.ElementAt(1));
    }

    [StockClientFact]
    public Task The_caller_is_the_clients_process() => RunAsync("identity");

    [StockClientFact]
    public Task Messages_of_megabytes_go_both_ways() => RunAsync("large_messages");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task Messages_above_the_limit_are_refused_and_those_below_are_not() => RunAsync("too_large");

    [StockClientFact]
    public async Task Deadline_ends_the_call_and_its_handler()
    {
        TaskCompletionSource<CallContext> cancelled = OnCompileWaitForever();
        await RunAsync("deadline");
        CallContext context = await cancelled.Task.WaitAsync(Patience);
        Assert.True(context.Deadline < DateTimeOffset.MaxValue);
    }

    [StockClientFact]
    public Task Far_deadlines_are_none() => RunAsync("generous_deadline");

    /// <summary>Failure line 14: the call alone is cancelled.</summary>
    [StockClientFact]
    public async Task Cancelling_ends_the_handler()
    {
        TaskCompletionSource<CallContext> cancelled = OnCompileWaitForever();
        await RunAsync("cancel");
        CallContext context = await cancelled.Task.WaitAsync(Patience);
        Assert.Equal(DateTimeOffset.MaxValue, context.Deadline);
    }

    [StockClientFact]
    public Task Statuses_arrive_with_their_messages()
    {
        _service.OnCompile = (request, _) =>
            throw new GrpcFault((GrpcStatusCode)request.Umask, $"Grüße, 100 % «{request.Umask}» \u2028 \U0001f9f0\r\n\tend");
        return RunAsync("statuses");
    }

    [StockClientFact]
    public Task Overlong_messages_are_cut_rather_than_lost()
    {
        _service.OnCompile = (_, _) => throw new GrpcFault(GrpcStatusCode.InvalidArgument, new string('ä', 100_000) + "end");
        return RunAsync("long_status");
    }

    [StockClientFact]
    public async Task Faults_of_a_handler_are_logged_and_answered()
    {
        _service.OnCompile = (_, _) => throw new InvalidOperationException("secret");
        await using TestServer server = await TestServer.StartAsync(_service);
        await StockClient.RunAsync(server, "fault");
        Assert.Contains("secret", Assert.Single(server.Logger.Faults), StringComparison.Ordinal);
    }

    [StockClientFact]
    public Task Unknown_methods_are_unimplemented() => RunAsync("unknown_method");

    [StockClientFact]
    public Task Unknown_fields_are_ignored() => RunAsync("unknown_fields");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task Malformed_messages_are_internal() => RunAsync("malformed_message");

    [StockClientFact]
    public Task Compression_is_refused_as_unimplemented() => RunAsync("compression");

    [StockClientFact]
    public Task Big_metadata_is_accepted() => RunAsync("metadata");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task Too_much_metadata_is_refused_and_others_are_served() => RunAsync("too_much_metadata");

    [StockClientFact]
    public Task Hundreds_of_calls_at_once_get_their_own_replies() => RunAsync("concurrent");

    [StockClientFact]
    public Task Streams_arrive_whole_and_in_order()
    {
        _service.OnWatch = async (events, _) =>
        {
            WatchEvent first = Event(0);
            first.Stages.Add(new Stage { Name = "look-up", Nanoseconds = 12 });
            await events.WriteAsync(first);
            for (uint i = 1; i < 2000; i++)
                await events.WriteAsync(Event(i));
        };
        return RunAsync("stream");
    }

    [StockClientFact]
    public Task A_watcher_learns_that_it_watches_before_anything_happens()
    {
        _service.OnWatch = async (events, context) =>
        {
            await events.StartAsync();
            await Task.Delay(Timeout.Infinite, context.Cancelled);
        };
        return RunAsync("stream_begins_before_events");
    }

    [StockClientFact]
    public async Task Cancelling_a_stream_ends_its_handler()
    {
        TaskCompletionSource ended = OnWatchWriteForever(TimeSpan.Zero);
        await RunAsync("stream_cancel");
        await ended.Task.WaitAsync(Patience);
    }

    [StockClientFact]
    public Task A_stream_can_end_with_a_status()
    {
        _service.OnWatch = async (events, _) =>
        {
            await events.WriteAsync(Event(0));
            throw new GrpcFault(GrpcStatusCode.Unavailable, "draining");
        };
        return RunAsync("stream_status");
    }

    [StockClientFact]
    public async Task A_deadline_ends_a_stream()
    {
        TaskCompletionSource ended = OnWatchWriteForever(TimeSpan.FromMilliseconds(20));
        await RunAsync("stream_deadline");
        await ended.Task.WaitAsync(Patience);
    }

    [StockClientFact]
    public async Task What_a_service_lacks_is_unimplemented()
    {
        await using TestServer server = await TestServer.StartAsync(new BareService());
        await StockClient.RunAsync(server, "unimplemented");
        Assert.Empty(server.Logger.Faults);
    }

    private static WatchEvent Event(uint number) =>
        new() { Session = number, Source = ByteString.CopyFrom([.. Enumerable.Repeat((byte)'s', 2000)]) };

    private TaskCompletionSource<CallContext> OnCompileWaitForever()
    {
        TaskCompletionSource<CallContext> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnCompile = async (_, context) =>
        {
            using CancellationTokenRegistration registration = context.Cancelled.Register(() => cancelled.SetResult(context));
            await Task.Delay(Timeout.Infinite, context.Cancelled);
            return new CompileReply();
        };
        return cancelled;
    }

    private TaskCompletionSource OnWatchWriteForever(TimeSpan pause)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.OnWatch = async (events, context) =>
        {
            try
            {
                for (uint i = 0; ; i++)
                {
                    await events.WriteAsync(Event(i));
                    if (pause > TimeSpan.Zero)
                        await Task.Delay(pause, context.Cancelled);
                }
            }
            catch (OperationCanceledException)
            {
                ended.SetResult();
                throw;
            }
        };
        return ended;
    }

    private async Task RunAsync(string name)
    {
        await using TestServer server = await TestServer.StartAsync(_service);
        await StockClient.RunAsync(server, name);
        Assert.Empty(server.Logger.Faults);
    }

    private sealed class BareService : LarderService;
}
