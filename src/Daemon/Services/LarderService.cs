using Larder.Daemon.Grpc;
using Larder.Daemon.Messages;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Services;

/// <summary>
/// The service of larder.proto, one method per rpc; what isn't overridden answers UNIMPLEMENTED. A method ends with its reply, with a
/// <see cref="GrpcFault"/> for any other status, or with <see cref="OperationCanceledException"/> once <see cref="CallContext.Cancelled"/>
/// has fired. Anything else it throws is logged as a fault of the daemon's, and the client gets INTERNAL.
/// </summary>
internal abstract class LarderService
{
    public virtual Task<CompileReply> CompileAsync(CompileRequest request, CallContext context) => throw Missing();

    public virtual Task<CompleteReply> CompleteAsync(CompleteRequest request, CallContext context) => throw Missing();

    public virtual Task<ReportReply> ReportAsync(ReportRequest request, CallContext context) => throw Missing();

    public virtual Task<LookupReply> LookupAsync(LookupRequest request, CallContext context) => throw Missing();

    public virtual Task<StoreReply> StoreAsync(StoreRequest request, CallContext context) => throw Missing();

    public virtual Task<CheckUnitsReply> CheckUnitsAsync(CheckUnitsRequest request, CallContext context) => throw Missing();

    public virtual Task<EnterReplayReply> EnterReplayAsync(EnterReplayRequest request, CallContext context) => throw Missing();

    public virtual Task<GetStatusReply> GetStatusAsync(GetStatusRequest request, CallContext context) => throw Missing();

    public virtual Task<GetStatisticsReply> GetStatisticsAsync(GetStatisticsRequest request, CallContext context) => throw Missing();

    public virtual Task<ZeroStatisticsReply> ZeroStatisticsAsync(ZeroStatisticsRequest request, CallContext context) => throw Missing();

    public virtual Task<DrainReply> DrainAsync(DrainRequest request, CallContext context) => throw Missing();

    public virtual Task<ShutdownReply> ShutdownAsync(ShutdownRequest request, CallContext context) => throw Missing();

    /// <summary>Ends when the caller has had enough (<see cref="CallContext.Cancelled"/>), or when there will be no more events.</summary>
    public virtual Task WatchAsync(WatchRequest request, IReplyStream<WatchEvent> events, CallContext context) => throw Missing();

    private static GrpcFault Missing() => new(GrpcStatusCode.Unimplemented, "this daemon does not offer that call");
}
