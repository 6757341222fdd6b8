using System.IO.Pipelines;
using Google.Protobuf;
using Larder.Daemon.Services;
using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Larder.Daemon.Grpc;

/// <summary>
/// One call on the wire: its request, its response, its deadline. It is ended once, by whoever comes first: the handler's reply, a
/// fault, or the deadline. Used by one flow of control at a time; <see cref="ReplyStream{TReply}"/> sees to that for streams.
/// </summary>
internal sealed class GrpcCall : IDisposable
{
    public const string DeadlineMessage = "the deadline has passed";

    // RFC 9113, 7: CANCEL and INTERNAL_ERROR.
    private const int ResetCancel = 8;
    private const int ResetInternalError = 2;

    private readonly HttpContext _http;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _cancelled;
    private bool _ended;
    private bool _stalled;
    private bool _replying;

    /// <param name="http">The request.</param>
    /// <param name="caller">What is known of the client, with its deadline, and tokens that this fills in.</param>
    /// <param name="timeout">What remains of the deadline, or null.</param>
    /// <param name="time">What the deadline is measured by.</param>
    public GrpcCall(HttpContext http, GrpcCaller caller, TimeSpan? timeout, TimeProvider time)
    {
        _http = http;
        _aborted = http.RequestAborted;
        CancellationToken cancelled = _aborted;
        DateTimeOffset deadline = DateTimeOffset.MaxValue;
        if (timeout is { } limited && limited <= GrpcTimeout.LongestTimer)
        {
            // Timers count whole milliseconds and would drop the rest: a deadline must not pass early.
            TimeSpan delay = TimeSpan.FromMilliseconds(Math.Ceiling(limited.TotalMilliseconds));
            deadline = time.GetUtcNow() + limited;
            _deadline = new CancellationTokenSource(delay, time);
            _cancelled = CancellationTokenSource.CreateLinkedTokenSource(_aborted, _deadline.Token);
            cancelled = _cancelled.Token;
        }

        Context = new CallContext
        {
            ConnectionId = caller.ConnectionId,
            ConnectionClosed = caller.ConnectionClosed,
            Peer = caller.Peer,
            Deadline = deadline,
            Cancelled = cancelled,
        };
    }

    public CallContext Context { get; }

    /// <summary>The client has gone or has cancelled: nothing that is sent arrives.</summary>
    public bool IsAborted => _aborted.IsCancellationRequested;

    public bool IsPastDeadline => _deadline is { IsCancellationRequested: true };

    public ValueTask<TRequest> ReadAsync<TRequest>(MessageParser<TRequest> parser)
        where TRequest : IMessage<TRequest> => RequestReader.ReadAsync(_http.Request, parser, Context.Cancelled);

    /// <summary>Waits for the handler, but no longer than to the deadline: false where that came first.</summary>
    public async ValueTask<bool> EndsInTimeAsync(Task handler)
    {
        if (_deadline is not null && !handler.IsCompleted)
            await handler.WaitAsync(_deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _deadline is null || handler.IsCompleted;
    }

    /// <summary>The reply and OK, left to be sent with the end of the request: headers, message and trailers go out in one write.</summary>
    public void Reply(IMessage reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (_ended)
            return;
        SetContentType();
        _replying = true;
        MessageFrame.Write(_http.Response.BodyWriter, reply);
        _http.Response.AppendTrailer(GrpcHeaders.Status, "0");
        _replying = false;
        _ended = true;
    }

    /// <summary>Sends the headers of the response, where they aren't sent yet.</summary>
    public ValueTask StartResponseAsync()
    {
        SetContentType();
        return FlushAsync();
    }

    /// <summary>Sends one message of several, and waits while the client's window has no room.</summary>
    public ValueTask SendAsync(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        SetContentType();
        _replying = true;
        MessageFrame.Write(_http.Response.BodyWriter, message);
        _replying = false;
        return FlushAsync();
    }

    /// <summary>
    /// Ends the call at once: by headers alone where nothing was sent ("Trailers-Only"), by trailers after messages, by a reset of the
    /// stream where messages stand in front of the trailers that the client doesn't take. Does nothing to a call that has ended.
    /// </summary>
    public async ValueTask EndAsync(GrpcStatusCode status, string? message)
    {
        if (_ended)
            return;
        _ended = true;
        if (IsAborted)
            return;
        if (_stalled || _replying)
        {
            _http.Features.Get<IHttpResetFeature>()?.Reset(_replying ? ResetInternalError : ResetCancel);
            return;
        }

        GrpcTrailers.Write(_http.Response, status, message);
        await _http.Response.CompleteAsync();
    }

    public void Dispose()
    {
        _cancelled?.Dispose();
        _deadline?.Dispose();
    }

    private void SetContentType()
    {
        if (!_http.Response.HasStarted)
            _http.Response.ContentType = GrpcHeaders.ContentType;
    }

    private async ValueTask FlushAsync()
    {
        // Kestrel takes a token that fires within a flush for an abort of its own and resets the stream as a fault; so it gets none.
        ValueTask<FlushResult> flush = _http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        Task<FlushResult> flushing = flush.AsTask();
        try
        {
            await flushing.WaitAsync(Context.Cancelled);
        }
        finally
        {
            _stalled = !flushing.IsCompleted;
        }
    }
}
