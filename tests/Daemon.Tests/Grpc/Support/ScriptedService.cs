using System.Collections.Concurrent;
using Google.Protobuf;
using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>Answers every call, keeps what it was asked, and does with Compile and Watch what the test says.</summary>
internal sealed class ScriptedService : LarderService
{
    /// <summary>Every request, in the order of arrival.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>The handler of Compile; at first <see cref="EchoAsync"/>.</summary>
    public Func<CompileRequest, CallContext, Task<CompileReply>> OnCompile { get; set; } = EchoAsync;

    /// <summary>The handler of Watch; at first one that ends with no event.</summary>
    public Func<IReplyStream<WatchEvent>, CallContext, Task> OnWatch { get; set; } = (_, _) => Task.CompletedTask;

    public override Task<CompileReply> CompileAsync(CompileRequest request, CallContext context)
    {
        Requests.Enqueue(request);
        return OnCompile(request, context);
    }

    public override Task<CompleteReply> CompleteAsync(CompleteRequest request, CallContext context) =>
        Answer(request, new CompleteReply());

    public override Task<ReportReply> ReportAsync(ReportRequest request, CallContext context) => Answer(request, new ReportReply());

    public override Task<LookupReply> LookupAsync(LookupRequest request, CallContext context) =>
        Answer(request, new LookupReply { Found = true, Entry = request.Key });

    public override Task<StoreReply> StoreAsync(StoreRequest request, CallContext context) =>
        Answer(request, new StoreReply { Stored = request.Entry.Length > 0 });

    public override Task<GetStatusReply> GetStatusAsync(GetStatusRequest request, CallContext context) =>
        Answer(request, new GetStatusReply
        {
            BuildId = ByteString.CopyFrom(0, 255),
            ProcessId = context.Peer.ProcessId,
            UptimeMilliseconds = long.MaxValue,
            MemoryLimit = ulong.MaxValue,
            Draining = true,
            Builds = { new BuildStatus { Session = 7, LeasesHeld = 2 }, new BuildStatus { Session = 8 } },
        });

    public override Task<GetStatisticsReply> GetStatisticsAsync(GetStatisticsRequest request, CallContext context) =>
        Answer(request, new GetStatisticsReply
        {
            Counters = { new CounterValue { Counter = 3, Value = -1 } },
            Named = { new NamedValue { Name = ByteString.CopyFromUtf8("-fünny"), Value = 12 } },
            Zeroed = long.MinValue,
        });

    public override Task<ZeroStatisticsReply> ZeroStatisticsAsync(ZeroStatisticsRequest request, CallContext context) =>
        Answer(request, new ZeroStatisticsReply());

    public override Task<DrainReply> DrainAsync(DrainRequest request, CallContext context) => Answer(request, new DrainReply());

    public override Task<ShutdownReply> ShutdownAsync(ShutdownRequest request, CallContext context) =>
        Answer(request, new ShutdownReply());

    public override Task WatchAsync(WatchRequest request, IReplyStream<WatchEvent> events, CallContext context)
    {
        Requests.Enqueue(request);
        return OnWatch(events, context);
    }

    /// <summary>The hit's key is the request, encoded again; its output is the arguments, one after the other.</summary>
    public static Task<CompileReply> EchoAsync(CompileRequest request, CallContext context) => Task.FromResult(new CompileReply
    {
        Hit = new Hit
        {
            ExitStatus = -request.Arguments.Count,
            StandardOutput = ByteString.CopyFrom([.. request.Arguments.SelectMany(argument => argument)]),
            Reason = context.Peer.UserId,
            Key = request.ToByteString(),
        },
    });

    private Task<TReply> Answer<TReply>(IMessage request, TReply reply)
    {
        Requests.Enqueue(request);
        return Task.FromResult(reply);
    }
}
