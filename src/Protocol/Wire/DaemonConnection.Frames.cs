using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Protocol.Wire;

/// <content>What each frame of the server means (RFC 9113, section 6). Every method returns false where the connection broke.</content>
public sealed partial class DaemonConnection
{
    /// <summary>The largest header block: what our settings announce.</summary>
    private const int MaxHeaderBlock = 32 * 1024;

    /// <summary>The largest window (section 6.9.1).</summary>
    private const long LargestWindow = int.MaxValue;

    private const int PrioritySize = 5;
    private const int PingSize = 8;
    private const int SettingSize = 6;
    private const int GoAwaySize = 8;

    private readonly HpackDynamicTable _table = new();
    private bool _settingsSeen;
    private bool _goingAway;
    private int _lastStreamServed = int.MaxValue;
    private long _sendWindow = DefaultWindow;
    private long _streamSendWindow;
    private long _initialSendWindow = DefaultWindow;
    private int _taken;
    private int _streamTaken;

    // A header block that didn't end with its HEADERS frame.
    private int _blockStream;
    private bool _blockEndsStream;
    private int _blockLength;
    private byte[] _block = [];

    private bool ProcessFrame(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_settingsSeen && (header.Type != FrameType.Settings || header.Has(FrameFlags.Acknowledgement)))
            return Violation();
        if (_blockStream != 0 && (header.Type != FrameType.Continuation || header.Stream != _blockStream))
            return Violation();
        return header.Type switch
        {
            FrameType.Data => OnData(header, payload),
            FrameType.Headers => OnHeaders(header, payload),
            FrameType.Priority => header.Stream != 0 && payload.Length == PrioritySize || Violation(),
            FrameType.ResetStream => OnResetStream(header, payload),
            FrameType.Settings => OnSettings(header, payload),
            FrameType.PushPromise => Violation(),
            FrameType.Ping => OnPing(header, payload),
            FrameType.GoAway => OnGoAway(header, payload),
            FrameType.WindowUpdate => OnWindowUpdate(header, payload),
            FrameType.Continuation => OnContinuation(header, payload),
            _ => true,
        };
    }

    private bool OnData(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!IsOurs(header.Stream))
            return Violation();

        // The whole payload counts, padding too, and also what comes for a call that has ended.
        if (!Widen(0, payload.Length, ref _taken))
            return false;
        if (!IsCurrent(header.Stream))
            return true;
        if (!_responseBegun)
            return Violation();
        int length = payload.Length;
        if (!RemovePadding(header, ref payload))
            return Violation();

        if (_response.IsGrpc && _response.HttpStatus == ResponseStatus.HttpOk)
        {
            BrokenReason reason = _messages?.Append(payload) ?? _reply.Append(payload);
            if (reason != BrokenReason.None)
                return Broken(reason);
        }

        if (header.Has(FrameFlags.EndStream))
            _answered = true;
        return _answered || Widen(_stream, length, ref _streamTaken);
    }

    /// <summary>
    /// Counts what was taken and, once that is half of a window, lets the server send as much again. (A server that sends more than it may
    /// is not told apart: everything is taken at once, and what is kept of it is bounded by the message's length.)
    /// </summary>
    private bool Widen(int stream, int length, ref int taken)
    {
        taken += length;
        if (taken < RequestHead.ReceiveWindow / 2)
            return true;
        Span<byte> frame = stackalloc byte[FrameHeader.Size + sizeof(int)];
        new FrameHeader(sizeof(int), FrameType.WindowUpdate, FrameFlags.None, stream).Write(frame);
        BinaryPrimitives.WriteInt32BigEndian(frame[FrameHeader.Size..], taken);
        taken = 0;
        return QueueControl(frame, urgent: true);
    }

    private bool OnHeaders(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!IsOurs(header.Stream) || !RemovePadding(header, ref payload))
            return Violation();
        if (header.Has(FrameFlags.Priority))
        {
            if (payload.Length < PrioritySize)
                return Violation();
            payload = payload[PrioritySize..];
        }

        bool endsStream = header.Has(FrameFlags.EndStream);
        if (header.Has(FrameFlags.EndHeaders))
            return OnHeaderBlock(header.Stream, endsStream, payload);
        _blockStream = header.Stream;
        _blockEndsStream = endsStream;
        _blockLength = 0;
        return AppendBlock(payload);
    }

    private bool OnContinuation(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_blockStream == 0)
            return Violation();
        if (!AppendBlock(payload))
            return false;
        if (!header.Has(FrameFlags.EndHeaders))
            return true;
        _blockStream = 0;
        return OnHeaderBlock(header.Stream, _blockEndsStream, _block.AsSpan(0, _blockLength));
    }

    private bool AppendBlock(ReadOnlySpan<byte> fragment)
    {
        if (fragment.Length > MaxHeaderBlock - _blockLength)
            return Broken(BrokenReason.Headers);
        if (_block.Length == 0)
            _block = GC.AllocateUninitializedArray<byte>(MaxHeaderBlock);
        fragment.CopyTo(_block.AsSpan(_blockLength));
        _blockLength += fragment.Length;
        return true;
    }

    /// <summary>
    /// A whole block: the response's headers, interim ones (1xx) before them, or its trailers; all at once where nothing stands between
    /// them. A block for a call that has ended is read too, for what it does to the table.
    /// </summary>
    private bool OnHeaderBlock(int stream, bool endsStream, ReadOnlySpan<byte> block)
    {
        const int FirstFinalStatus = 200;
        ResponseHeaders headers = IsCurrent(stream) ? _response : default;
        if (!headers.Read(block, _table))
            return Broken(BrokenReason.Headers);
        if (!IsCurrent(stream))
            return true;

        if (_responseBegun)
        {
            if (!endsStream)
                return Violation();
        }
        else if (headers.HttpStatus < FirstFinalStatus)
        {
            return headers.HttpStatus != 0 && !endsStream || Violation();
        }

        _response = headers;
        _responseBegun = true;
        _answered = endsStream;
        return true;
    }

    private bool OnResetStream(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!IsOurs(header.Stream) || payload.Length != sizeof(uint))
            return Violation();
        if (!IsCurrent(header.Stream))
            return true;
        _resetError = (StreamError)BinaryPrimitives.ReadUInt32BigEndian(payload);
        _reset = _answered = true;
        return true;
    }

    private bool OnSettings(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        const int InitialWindowSize = 4;
        const int MaxFrameSize = 5;
        if (header.Stream != 0 || payload.Length % SettingSize != 0)
            return Violation();
        if (header.Has(FrameFlags.Acknowledgement))
            return payload.IsEmpty || Violation();

        _settingsSeen = true;
        for (; !payload.IsEmpty; payload = payload[SettingSize..])
        {
            // The others limit what we don't do: tables for our fields, pushes, several streams at once, long headers.
            uint value = BinaryPrimitives.ReadUInt32BigEndian(payload[2..]);
            switch (BinaryPrimitives.ReadUInt16BigEndian(payload))
            {
                case InitialWindowSize:
                    if (value > LargestWindow || (!_answered && _streamSendWindow + value - _initialSendWindow > LargestWindow))
                        return Broken(BrokenReason.FlowControl);
                    _streamSendWindow += value - _initialSendWindow;
                    _initialSendWindow = value;
                    break;
                case MaxFrameSize:
                    if (value is < FrameHeader.MaxPayload or > 0xFF_FFFF)
                        return Violation();
                    break;
            }
        }

        Span<byte> frame = stackalloc byte[FrameHeader.Size];
        new FrameHeader(0, FrameType.Settings, FrameFlags.Acknowledgement, 0).Write(frame);
        return QueueControl(frame, urgent: false);
    }

    private bool OnPing(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Stream != 0 || payload.Length != PingSize)
            return Violation();
        if (header.Has(FrameFlags.Acknowledgement))
            return true;
        Span<byte> frame = stackalloc byte[FrameHeader.Size + PingSize];
        new FrameHeader(PingSize, FrameType.Ping, FrameFlags.Acknowledgement, 0).Write(frame);
        payload.CopyTo(frame[FrameHeader.Size..]);
        return QueueControl(frame, urgent: true);
    }

    private bool OnGoAway(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Stream != 0 || payload.Length < GoAwaySize)
            return Violation();
        _goingAway = true;
        _lastStreamServed = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        return _answered || _stream <= _lastStreamServed || Broken(BrokenReason.GoingAway);
    }

    private bool OnWindowUpdate(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(int) || (header.Stream != 0 && !IsOurs(header.Stream)))
            return Violation();
        int increment = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        if (increment == 0)
            return Violation();
        if (header.Stream == 0)
            _sendWindow += increment;
        else if (IsCurrent(header.Stream))
            _streamSendWindow += increment;
        return Math.Max(_sendWindow, _streamSendWindow) <= LargestWindow || Broken(BrokenReason.FlowControl);
    }

    /// <summary>DATA and HEADERS: a length in front, and that many bytes at the end.</summary>
    private static bool RemovePadding(FrameHeader header, ref ReadOnlySpan<byte> payload)
    {
        if (!header.Has(FrameFlags.Padded))
            return true;
        if (payload.IsEmpty || payload[0] > payload.Length - 1)
            return false;
        payload = payload[1..^payload[0]];
        return true;
    }

    /// <summary>A stream of a call, this one or an earlier one; the server opens none.</summary>
    private bool IsOurs(int stream) => (stream & 1) != 0 && stream < _nextStream;

    /// <summary>The call that waits for its answer.</summary>
    private bool IsCurrent(int stream) => stream == _stream && !_answered;

    private bool Violation() => Broken(BrokenReason.Protocol);

    private bool Broken(BrokenReason reason)
    {
        Break(reason, Errno.None);
        return false;
    }
}
