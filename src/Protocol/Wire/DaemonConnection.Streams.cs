using Larder.Posix;

namespace Larder.Protocol.Wire;

/// <content>
/// A call that is answered with messages for as long as both sides like. What has come waits here only until the reader asks for more, so one
/// that is slow makes the server wait (section 5.2 of RFC 9113), and what is kept is bounded.
/// </content>
public sealed partial class DaemonConnection
{
    private MessageQueue? _messages;

    /// <summary>
    /// Calls a method that answers with a stream, and waits until it begins to answer: whatever happens from then on is in the stream, and
    /// <see cref="ReceiveNext"/>'s to tell; also where the server refuses the call. Any other call on this connection ends the stream.
    /// False: the connection is of no use, or the deadline passed (and the call was taken back).
    /// </summary>
    /// <param name="path">"/package.Service/Method".</param>
    /// <param name="message">The request, encoded.</param>
    /// <param name="deadline">When to give up.</param>
    public bool OpenStream(ReadOnlySpan<byte> path, ReadOnlySpan<byte> message, UnixSocketDeadline deadline)
    {
        _deadline = deadline;
        if (_broken == BrokenReason.None && (_goingAway || _nextStream < 0))
            Break(BrokenReason.GoingAway);
        if (_broken != BrokenReason.None)
            return false;
        BeginCall();
        _messages = new MessageQueue();
        bool going = SendRequest(path, message);
        while (going && !_responseBegun && !_answered)
            going = ReceiveFrames();
        if (_responseBegun || _answered)
            return true;
        CloseStream();
        return false;
    }

    /// <summary>Waits for the stream's next message. Those that have come are given first, also where the connection broke behind them.</summary>
    /// <param name="deadline">Until when; after that the stream is as it was.</param>
    public StreamOutcome ReceiveNext(UnixSocketDeadline deadline)
    {
        if (_messages is null)
            return StreamOutcome.Ended;
        _deadline = deadline;
        _timedOut = false;
        while (true)
        {
            if (_messages.TryTake(out ReadOnlyMemory<byte> message))
                return StreamOutcome.Of(message);
            if (_answered)
                return EndOfStream();
            if (_broken != BrokenReason.None)
                return StreamOutcome.Broken(_broken);
            if (ReceiveFrames() || !_timedOut || _broken != BrokenReason.None)
                continue;

            // An acknowledgement waits for company no longer than its delay, and short waits would never let it go.
            SendControlNow();
            return StreamOutcome.Nothing;
        }
    }

    /// <summary>The server has begun to answer the stream, not refused or ended it.</summary>
    public bool IsStreamServed => _messages is not null && _responseBegun && !_answered && _response is { HttpStatus: ResponseStatus.HttpOk, IsGrpc: true };

    /// <summary>Tells the server that nobody listens to the stream any more (RST_STREAM). Other calls may follow.</summary>
    public void CloseStream()
    {
        if (_messages is null)
            return;
        _messages = null;
        if (!_answered && _broken == BrokenReason.None)
            Cancel(StreamError.Cancel);
        _answered = true;
    }

    private StreamOutcome EndOfStream()
    {
        bool isBroken = !_response.HasGrpcStatus && !_reset && _response is { HttpStatus: ResponseStatus.HttpOk, IsGrpc: true };
        if (isBroken)
            return StreamOutcome.Broken(BrokenReason.StatusMissing);
        GrpcStatusCode code = ResponseStatus.Of(_response, _reset, _resetError);
        if (code != GrpcStatusCode.Ok)
            return StreamOutcome.Failed(code);
        return _messages!.IsInMidMessage ? StreamOutcome.Broken(BrokenReason.Message) : StreamOutcome.Ended;
    }
}
