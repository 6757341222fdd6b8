using Google.Protobuf;
using Larder.Daemon.Services;
using Larder.Protocol.Wire;

namespace Larder.Daemon.Grpc;

/// <summary>One request, any number of replies.</summary>
internal sealed class StreamingMethod<TRequest, TReply>(
    MessageParser<TRequest> parser, Func<TRequest, IReplyStream<TReply>, CallContext, Task> handle) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TReply : IMessage<TReply>
{
    public override async Task InvokeAsync(GrpcCall call)
    {
        TRequest request = await call.ReadAsync(parser);
        ReplyStream<TReply> replies = new(call);
        try
        {
            Task handler = handle(request, replies, call.Context);
            if (!await call.EndsInTimeAsync(handler))
            {
                await replies.CloseAsync();
                await call.EndAsync(GrpcStatusCode.DeadlineExceeded, GrpcCall.DeadlineMessage);
            }

            await handler;
        }
        finally
        {
            await replies.CloseAsync();
        }

        await call.EndAsync(GrpcStatusCode.Ok, message: null);
    }
}
