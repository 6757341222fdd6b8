namespace Larder.Protocol.Wire;

/// <summary>
/// Takes a stream's messages apart, which come in pieces of any size (gRPC's PROTOCOL-HTTP2.md: <c>*message</c>, see
/// <see cref="ReplyBuffer"/>), and keeps those that nobody has taken yet.
/// </summary>
internal sealed class MessageQueue
{
    /// <summary>
    /// The largest message of a stream, in bytes: an event has a few paths.
    /// </summary>
    internal const int MaxMessage = 1024 * 1024;

    /// <summary>
    /// What may wait, messages with their prefixes: a reader takes all that there is before more is received, so more than one buffer of input
    /// comes together only from a server that talks on while it doesn't let the request be sent.
    /// </summary>
    internal const int MaxWaiting = 4 * MaxMessage;

    private readonly Queue<ReadOnlyMemory<byte>> _whole = new();
    private ReplyBuffer _next;
    private int _waiting;

    /// <summary>A message has begun that hasn't ended.</summary>
    internal bool IsInMidMessage => _next.HasBegun;

    /// <summary>Takes a piece. <see cref="BrokenReason.None"/>, or what is wrong with it.</summary>
    internal BrokenReason Append(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            int length = Math.Min(piece.Length, _next.Missing);
            BrokenReason reason = _next.Append(piece[..length]);
            if (reason != BrokenReason.None)
                return reason;
            if (_next.Promised > MaxMessage)
                return BrokenReason.MessageSize;
            piece = piece[length..];
            if (!_next.IsWhole)
                continue;
            _waiting += ReplyBuffer.PrefixSize + _next.Message.Length;
            if (_waiting > MaxWaiting)
                return BrokenReason.Flood;
            _whole.Enqueue(_next.Message);
            _next = default;
        }

        return BrokenReason.None;
    }

    /// <summary>The oldest that nobody has taken. False: there is none.</summary>
    internal bool TryTake(out ReadOnlyMemory<byte> message)
    {
        if (!_whole.TryDequeue(out message))
            return false;
        _waiting -= ReplyBuffer.PrefixSize + message.Length;
        return true;
    }
}
