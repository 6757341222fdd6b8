using Google.Protobuf;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;
using Larder.Daemon.Tests.Grpc.Support;

namespace Larder.Daemon.Tests.Grpc;

/// <summary>gRPC is what a stock client of another language takes for gRPC. The other half of each test stands in stock_client.py.</summary>
public sealed class StockClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedService _service = new();

    [StockClientFact]
    public async Task EveryMethodIsCalledAndItsValuesArrive()
    {
        await RunAsync("every_method");

        Assert.Equal(
            [
                typeof(CompileRequest), typeof(CompleteRequest), typeof(LookupRequest), typeof(StoreRequest), typeof(StoreRequest),
                typeof(GetStatusRequest), typeof(GetStatisticsRequest), typeof(ZeroStatisticsRequest), typeof(DrainRequest),
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
                    new CapturedOutput { Kind = 1, Descriptor_ = 5, Size = 10, Digest = ByteString.CopyFromUtf8(new string('d', 32)) },
                    new CapturedOutput(),
                },
                Headers = { ByteString.CopyFromUtf8("a.h"), ByteString.CopyFrom(255, (byte)'.', (byte)'h') },
            },
            _service.Requests.ElementAt(1));
    }

    [StockClientFact]
    public Task TheCallerIsTheClientsProcess() => RunAsync("identity");

    [StockClientFact]
    public Task MessagesOfMegabytesGoBothWays() => RunAsync("large_messages");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task MessagesAboveTheLimitAreRefusedAndThoseBelowAreNot() => RunAsync("too_large");

    [StockClientFact]
    public async Task DeadlineEndsTheCallAndItsHandler()
    {
        TaskCompletionSource<CallContext> cancelled = OnCompileWaitForever();
        await RunAsync("deadline");
        CallContext context = await cancelled.Task.WaitAsync(Patience);
        Assert.True(context.Deadline < DateTimeOffset.MaxValue);
    }

    [StockClientFact]
    public Task FarDeadlinesAreNone() => RunAsync("generous_deadline");

    /// <summary>Failure line 14: the call alone is cancelled.</summary>
    [StockClientFact]
    public async Task CancellingEndsTheHandler()
    {
        TaskCompletionSource<CallContext> cancelled = OnCompileWaitForever();
        await RunAsync("cancel");
        CallContext context = await cancelled.Task.WaitAsync(Patience);
        Assert.Equal(DateTimeOffset.MaxValue, context.Deadline);
    }

    [StockClientFact]
    public Task StatusesArriveWithTheirMessages()
    {
        _service.OnCompile = (request, _) =>
            throw new GrpcFault((GrpcStatus)request.Umask, $"Grüße, 100 % «{request.Umask}» \u2028 \U0001f9f0\r\n\tend");
        return RunAsync("statuses");
    }

    [StockClientFact]
    public Task OverlongMessagesAreCutRatherThanLost()
    {
        _service.OnCompile = (_, _) => throw new GrpcFault(GrpcStatus.InvalidArgument, new string('ä', 100_000) + "end");
        return RunAsync("long_status");
    }

    [StockClientFact]
    public async Task FaultsOfAHandlerAreLoggedAndAnswered()
    {
        _service.OnCompile = (_, _) => throw new InvalidOperationException("secret");
        await using TestServer server = await TestServer.StartAsync(_service);
        await StockClient.RunAsync(server, "fault");
        Assert.Contains("secret", Assert.Single(server.Logger.Faults), StringComparison.Ordinal);
    }

    [StockClientFact]
    public Task UnknownMethodsAreUnimplemented() => RunAsync("unknown_method");

    [StockClientFact]
    public Task UnknownFieldsAreIgnored() => RunAsync("unknown_fields");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task MalformedMessagesAreInternal() => RunAsync("malformed_message");

    [StockClientFact]
    public Task CompressionIsRefusedAsUnimplemented() => RunAsync("compression");

    [StockClientFact]
    public Task BigMetadataIsAccepted() => RunAsync("metadata");

    /// <summary>Failure line 20.</summary>
    [StockClientFact]
    public Task TooMuchMetadataIsRefusedAndOthersAreServed() => RunAsync("too_much_metadata");

    [StockClientFact]
    public Task HundredsOfCallsAtOnceGetTheirOwnReplies() => RunAsync("concurrent");

    [StockClientFact]
    public Task StreamsArriveWholeAndInOrder()
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
    public Task AWatcherLearnsThatItWatchesBeforeAnythingHappens()
    {
        _service.OnWatch = async (events, context) =>
        {
            await events.StartAsync();
            await Task.Delay(Timeout.Infinite, context.Cancelled);
        };
        return RunAsync("stream_begins_before_events");
    }

    [StockClientFact]
    public async Task CancellingAStreamEndsItsHandler()
    {
        TaskCompletionSource ended = OnWatchWriteForever(TimeSpan.Zero);
        await RunAsync("stream_cancel");
        await ended.Task.WaitAsync(Patience);
    }

    [StockClientFact]
    public Task AStreamCanEndWithAStatus()
    {
        _service.OnWatch = async (events, _) =>
        {
            await events.WriteAsync(Event(0));
            throw new GrpcFault(GrpcStatus.Unavailable, "draining");
        };
        return RunAsync("stream_status");
    }

    [StockClientFact]
    public async Task ADeadlineEndsAStream()
    {
        TaskCompletionSource ended = OnWatchWriteForever(TimeSpan.FromMilliseconds(20));
        await RunAsync("stream_deadline");
        await ended.Task.WaitAsync(Patience);
    }

    [StockClientFact]
    public async Task WhatAServiceLacksIsUnimplemented()
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
