using Google.Protobuf;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;
using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Grpc;

/// <summary>
/// gRPC on HTTP/2 requests, for the one service there is: what Grpc.AspNetCore would do here. The rules are those of
/// grpc/doc/PROTOCOL-HTTP2.md; a stock client of another language holds it to them in the tests.
/// </summary>
internal sealed class GrpcApplication
{
    private readonly Dictionary<string, GrpcMethod> _methods = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public GrpcApplication(LarderService service, TimeProvider time, ILogger<GrpcApplication> logger)
    {
        _time = time;
        _logger = logger;
        Add("Compile", CompileRequest.Parser, service.CompileAsync);
        Add("Complete", CompleteRequest.Parser, service.CompleteAsync);
        Add("Report", ReportRequest.Parser, service.ReportAsync);
        Add("Lookup", LookupRequest.Parser, service.LookupAsync);
        Add("Store", StoreRequest.Parser, service.StoreAsync);
        Add("CheckUnits", CheckUnitsRequest.Parser, service.CheckUnitsAsync);
        Add("EnterReplay", EnterReplayRequest.Parser, service.EnterReplayAsync);
        Add("GetStatus", GetStatusRequest.Parser, service.GetStatusAsync);
        Add("GetStatistics", GetStatisticsRequest.Parser, service.GetStatisticsAsync);
        Add("ZeroStatistics", ZeroStatisticsRequest.Parser, service.ZeroStatisticsAsync);
        Add("Drain", DrainRequest.Parser, service.DrainAsync);
        Add("Shutdown", ShutdownRequest.Parser, service.ShutdownAsync);
        _methods.Add(PathOf("Watch"), new StreamingMethod<WatchRequest, WatchEvent>(WatchRequest.Parser, service.WatchAsync));
    }

    /// <summary>
    /// Serves one request: a <see cref="RequestDelegate"/>. Never throws. Ends when the handler has ended, which can be after the client
    /// was answered (a handler that doesn't heed its deadline).
    /// </summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!GrpcRequests.IsGrpc(http))
            return;
        if (!_methods.TryGetValue(http.Request.Path.Value ?? "", out GrpcMethod? method))
        {
            GrpcTrailers.Write(http.Response, GrpcStatusCode.Unimplemented, $"no call is named '{http.Request.Path.Value}'");
            return;
        }

        if (!GrpcRequests.TryReadTimeout(http.Request, out TimeSpan? timeout))
        {
            GrpcTrailers.Write(http.Response, GrpcStatusCode.Internal, "malformed grpc-timeout");
            return;
        }

        if (!GrpcCaller.TryIdentify(http, out GrpcCaller caller))
        {
            GrpcTrailers.Write(http.Response, GrpcStatusCode.Unauthenticated, "the kernel does not say who calls");
            return;
        }

        using GrpcCall call = new(http, caller, timeout, _time);
        try
        {
            await method.InvokeAsync(call);
        }
        catch (Exception exception)
        {
            await EndBadlyAsync(call, exception, http.Request.Path.Value!);
        }
    }

    private async Task EndBadlyAsync(GrpcCall call, Exception exception, string path)
    {
        try
        {
            switch (exception)
            {
                case GrpcFault fault:
                    _logger.CallRefused(path, fault.Status, fault.Message);
                    await call.EndAsync(fault.Status, fault.Message);
                    break;
                case OperationCanceledException when call.IsPastDeadline && !call.IsAborted:
                    _logger.CallPastDeadline(path);
                    await call.EndAsync(GrpcStatusCode.DeadlineExceeded, GrpcCall.DeadlineMessage);
                    break;
                case OperationCanceledException when call.Context.Cancelled.IsCancellationRequested:
                    _logger.CallCancelled(path);
                    break;
                default:
                    _logger.HandlerFault(exception, path);
                    await call.EndAsync(GrpcStatusCode.Internal, $"a fault of the daemon's own ({exception.GetType().Name}); its log says more");
                    break;
            }
        }
        catch (Exception unsent)
            when (unsent is IOException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // The connection went away while the answer was on its way.
            _logger.AnswerNotSent(unsent, path);
        }
    }

    private void Add<TRequest, TReply>(
        string name, MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TReply>> handle)
        where TRequest : IMessage<TRequest>
        where TReply : IMessage<TReply> => _methods.Add(PathOf(name), new UnaryMethod<TRequest, TReply>(parser, handle));

    private static string PathOf(string name) => "/larder.v1.Larder/" + name;
}
