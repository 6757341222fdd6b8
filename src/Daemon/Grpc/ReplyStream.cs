using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Larder.Daemon.Grpc;

/// <summary>Writes a streaming call's replies to its response.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to free unless its wait handle is asked for.")]
internal sealed class ReplyStream<TReply>(GrpcCall call) : IReplyStream<TReply>
    where TReply : IMessage<TReply>
{
    private readonly SemaphoreSlim _turn = new(1);
    private bool _closed;

    public async ValueTask StartAsync()
    {
        await TakeTurnAsync();
        try
        {
            await call.StartResponseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask WriteAsync(TReply message)
    {
        await TakeTurnAsync();
        try
        {
            await call.SendAsync(message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for the write under way, which ends soon once the call is cancelled, and lets no further one begin.</summary>
    public async ValueTask CloseAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        _closed = true;
        _turn.Release();
    }

    private async ValueTask TakeTurnAsync()
    {
        await _turn.WaitAsync(call.Context.Cancelled);
        if (!_closed && !call.Context.Cancelled.IsCancellationRequested)
            return;
        _turn.Release();
        throw new OperationCanceledException("the call is over", call.Context.Cancelled);
    }
}
