namespace Larder.Protocol.Wire;

/// <summary>
/// Puts the one message of a reply together from the pieces it comes in (gRPC's PROTOCOL-HTTP2.md):
/// <code>message = compressed(8) length(32) *octet</code>
/// Room grows with what has come, never with what is promised.
/// </summary>
internal struct ReplyBuffer
{
    /// <summary>The flag and the length in front of each message.</summary>
    internal const int PrefixSize = 5;

    private const int FirstRoom = 64 * 1024;

    private uint _prefixHigh;
    private byte _prefixLow;
    private int _prefixLength;
    private int _messageLength;
    private byte[]? _bytes;
    private int _length;

    /// <summary>One whole message has come.</summary>
    internal readonly bool IsWhole => _prefixLength == PrefixSize && _length == _messageLength;

    /// <summary>Something of it has come.</summary>
    internal readonly bool HasBegun => _prefixLength > 0;

    /// <summary>How many bytes are to come, as far as that is known: those of the prefix first.</summary>
    internal readonly int Missing => _prefixLength < PrefixSize ? PrefixSize - _prefixLength : _messageLength - _length;

    /// <summary>How long the message will be, once its prefix has come.</summary>
    internal readonly int Promised => _messageLength;

    internal readonly ReadOnlyMemory<byte> Message => _bytes is null ? default : new ReadOnlyMemory<byte>(_bytes, 0, _length);

    /// <summary>Takes a piece. <see cref="BrokenReason.None"/>, or what is wrong with it.</summary>
    internal BrokenReason Append(ReadOnlySpan<byte> piece)
    {
        for (; _prefixLength < PrefixSize && !piece.IsEmpty; piece = piece[1..])
        {
            if (_prefixLength++ < sizeof(uint))
                _prefixHigh = (_prefixHigh << 8) | piece[0];
            else
                _prefixLow = piece[0];
            if (_prefixLength == PrefixSize && !Begin(out BrokenReason reason))
                return reason;
        }

        if (piece.IsEmpty)
            return BrokenReason.None;
        if (piece.Length > _messageLength - _length)
            return BrokenReason.Message;
        int needed = _length + piece.Length;
        if (_bytes!.Length < needed)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(_bytes.Length * 2L, needed), _messageLength));
        piece.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
        return BrokenReason.None;
    }

    private bool Begin(out BrokenReason reason)
    {
        // The flag is the first of the five bytes, the length the other four.
        uint length = (_prefixHigh << 8) | _prefixLow;
        bool compressed = _prefixHigh >> 24 != 0;
        reason = compressed ? BrokenReason.Message : length > DaemonConnection.MaxReplySize ? BrokenReason.MessageSize : BrokenReason.None;
        if (reason != BrokenReason.None)
            return false;
        _messageLength = (int)length;
        _bytes = length == 0 ? [] : new byte[Math.Min(_messageLength, FirstRoom)];
        return true;
    }
}
