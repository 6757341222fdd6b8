using Google.Protobuf;
using Larder.Daemon.Services;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Grpc;

/// <summary>One request, one reply.</summary>
internal sealed class UnaryMethod<TRequest, TReply>(
    MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TReply>> handle) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TReply : IMessage<TReply>
{
    public override async Task InvokeAsync(GrpcCall call)
    {
        TRequest request = await call.ReadAsync(parser);
        Task<TReply> handler = handle(request, call.Context);
        if (!await call.EndsInTimeAsync(handler))
            await call.EndAsync(GrpcStatusCode.DeadlineExceeded, GrpcCall.DeadlineMessage);
        call.Reply(await handler);
    }
}
