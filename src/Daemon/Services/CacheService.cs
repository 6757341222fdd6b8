using System.Collections.Concurrent;
using Larder.Daemon.Compiles;
using Larder.Daemon.Exchange;
using Larder.Daemon.Grpc;
using Larder.Daemon.Jobs;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Messages;
using Larder.Daemon.Storing;
using Larder.Daemon.Units;
using Larder.Daemon.Watching;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Wire;
using Larder.Storage;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Services;

/// <summary>What the daemon does for its clients: who may ask, and which part answers.</summary>
internal sealed class CacheService(
    ServedCache served, CompileHandler compiles, EntryExchange entries, UnitsHandler units, JobPool pool, StoreQueue stores, WatchHub watchers, IDaemonLifetime lifetime,
    ConnectionCount connections, TimeProvider time)
    : LarderService
{
    /// <summary>How long a question about statistics waits for stores that are under way.</summary>
    private static readonly TimeSpan StoresLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, JobOwner> _owners = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();
    private long _requests;

    /// <summary>How many compiles it was asked about.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    public override Task<CompileReply> CompileAsync(CompileRequest request, CallContext context)
    {
        DemandOwnUser(context);
        DemandOwnBuild(request.BuildId);
        Interlocked.Increment(ref _requests);
        return compiles.CompileAsync(request, Owner(context), context.Cancelled);
    }

    public override Task<CompleteReply> CompleteAsync(CompleteRequest request, CallContext context)
    {
        DemandOwnUser(context);
        return compiles.Complete(request, Owner(context)) is { } reply
            ? Task.FromResult(reply)
            : throw new GrpcFault(GrpcStatusCode.NotFound, "this connection holds no such lease, or what it captured can't be opened");
    }

    public override Task<ReportReply> ReportAsync(ReportRequest request, CallContext context)
    {
        DemandOwnUser(context);
        DemandOwnBuild(request.BuildId);
        if (watchers.IsWatched)
        {
            watchers.Publish(new WatchEvent
            {
                Session = request.Session,
                Compiler = request.Compiler,
                Source = request.Source,
                WorkingDirectory = request.WorkingDirectory,
                Reason = request.Reason,
                Detail = request.Detail,
                Key = request.Key,
                Stages = { new Stage { Name = "in process", Nanoseconds = request.Duration } },
                Saved = request.Saved,
                SessionName = request.SessionName,
            });
        }

        return Task.FromResult(new ReportReply());
    }

    public override Task<LookupReply> LookupAsync(LookupRequest request, CallContext context)
    {
        DemandOwnBuild(request.BuildId);
        return entries.LookupAsync(request, context.Peer.UserId, context.Cancelled);
    }

    public override Task<StoreReply> StoreAsync(StoreRequest request, CallContext context)
    {
        DemandOwnBuild(request.BuildId);
        return entries.StoreAsync(request, context.Peer.UserId, context.Cancelled);
    }

    public override Task<CheckUnitsReply> CheckUnitsAsync(CheckUnitsRequest request, CallContext context)
    {
        DemandOwnUser(context);
        DemandOwnBuild(request.BuildId);
        return Task.FromResult(units.Check(request));
    }

    public override Task<EnterReplayReply> EnterReplayAsync(EnterReplayRequest request, CallContext context)
    {
        DemandOwnUser(context);
        DemandOwnBuild(request.BuildId);
        return units.EnterAsync(request, Owner(context), context.Cancelled);
    }

    public override Task<GetStatusReply> GetStatusAsync(GetStatusRequest request, CallContext context)
    {
        DemandOwnUser(context);
        JobPoolSnapshot jobs = pool.Snapshot();
        GetStatusReply reply = new()
        {
            BuildId = Bytes.CopyFrom(BuildIdentity.Id),
            ProcessId = Environment.ProcessId,
            UptimeMilliseconds = (long)time.GetElapsedTime(_started).TotalMilliseconds,
            CacheDirectory = Bytes.CopyFrom(served.Directory),
            Connections = (uint)connections.Open,
            MaxJobs = (uint)jobs.MaxJobs,
            LeasesHeld = (uint)jobs.LeasesHeld,
            LeasesWaitedFor = (uint)jobs.LeasesWaitedFor,
            Requests = (ulong)Requests,
            MemoryUsed = (ulong)served.Entries.Used,
            MemoryLimit = (ulong)served.Entries.Limit,
            MemoryEntries = (ulong)served.Entries.Count,
            StoresPending = (uint)stores.Snapshot.Pending,
            Draining = jobs.IsDraining,
        };
        foreach (JobSessionSnapshot session in jobs.Sessions)
            reply.Builds.Add(new BuildStatus { Session = session.Session, LeasesHeld = (uint)session.LeasesHeld, LeasesWaitedFor = (uint)session.LeasesWaitedFor });
        return Task.FromResult(reply);
    }

    public override async Task<GetStatisticsReply> GetStatisticsAsync(GetStatisticsRequest request, CallContext context)
    {
        DemandOwnUser(context);
        await SettleAsync(context);
        StatisticsSnapshot snapshot = new Statistics(served.Store(served.Settings)).Read();
        return StatisticsReplies.Of(snapshot);
    }

    public override async Task<ZeroStatisticsReply> ZeroStatisticsAsync(ZeroStatisticsRequest request, CallContext context)
    {
        DemandOwnUser(context);
        await SettleAsync(context);
        new Statistics(served.Store(served.Settings)).Zero();
        return new ZeroStatisticsReply();
    }

    public override Task<DrainReply> DrainAsync(DrainRequest request, CallContext context)
    {
        DemandOwnUser(context);
        lifetime.BeginDrain();
        return Task.FromResult(new DrainReply());
    }

    public override Task<ShutdownReply> ShutdownAsync(ShutdownRequest request, CallContext context)
    {
        DemandOwnUser(context);
        lifetime.BeginShutdown();
        return Task.FromResult(new ShutdownReply());
    }

    public override Task WatchAsync(WatchRequest request, IReplyStream<WatchEvent> events, CallContext context)
    {
        DemandOwnUser(context);
        return watchers.WatchAsync(events, context.Cancelled);
    }

    /// <summary>What was asked before is counted and stored before anything is said about it.</summary>
    private Task SettleAsync(CallContext context) => stores.SettleAsync(StoresLimit, context.Cancelled);

    private JobOwner Owner(CallContext context)
    {
        if (_owners.TryGetValue(context.ConnectionId, out JobOwner? known))
            return known;
        JobOwner owner = _owners.GetOrAdd(context.ConnectionId, static (_, pid) => new JobOwner(pid), context.Peer.ProcessId);
        context.ConnectionClosed.UnsafeRegister(
            static state =>
            {
                (CacheService service, string connection) = ((CacheService, string))state!;
                if (service._owners.TryRemove(connection, out JobOwner? gone))
                    service.Forget(gone);
            },
            (this, context.ConnectionId));
        return owner;
    }

    private void Forget(JobOwner owner) => compiles.OwnerGone(owner);

    private static void DemandOwnUser(CallContext context)
    {
        if (context.Peer.UserId != User.EffectiveId)
            throw new GrpcFault(GrpcStatusCode.PermissionDenied, "this daemon serves another user");
    }

    private static void DemandOwnBuild(Bytes build)
    {
        if (!build.Span.SequenceEqual(BuildIdentity.Id))
            throw new GrpcFault(GrpcStatusCode.FailedPrecondition, "this daemon is of another build of larder");
    }
}
