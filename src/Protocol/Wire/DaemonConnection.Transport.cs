using Larder.Posix;

namespace Larder.Protocol.Wire;

/// <content>Bytes in and out: two small buffers, waits with a deadline.</content>
public sealed partial class DaemonConnection
{
    /// <summary>Room for one frame of the largest size.</summary>
    private const int InputSize = FrameHeader.Size + FrameHeader.MaxPayload;

    /// <summary>Room for answers to the server (SETTINGS, PING, windows): more than a server has reason to want at once.</summary>
    private const int ControlSize = 1024;

    /// <summary>As many of them go in one write with a request; more are sent beforehand.</summary>
    private const int ControlInHead = 128;

    /// <summary>
    /// How long an acknowledgement of settings waits for other company, in milliseconds. A call has its answer sooner as a rule, and the
    /// acknowledgement goes with the next request or, where the connection ends, nowhere: a system call and a wake-up of the server
    /// less. Nobody waits for it.
    /// </summary>
    private const int AcknowledgementDelay = 50;

    /// <summary>
    /// How long a server that owes an answer may be silent before it is asked whether it is there at all (PING), in milliseconds. A wait for a
    /// lease can take minutes, and a daemon that was stopped or hangs looks just the same.
    /// </summary>
    private const int ProbeAfter = 3_000;

    /// <summary>How long it may take to say anything after that, in milliseconds: a server answers a PING at once, on a machine with a long queue too.</summary>
    private const int ProbeLimit = 5_000;

    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(InputSize);
    private readonly byte[] _control = new byte[ControlSize];
    private int _inputStart;
    private int _inputEnd;
    private int _controlLength;
    private bool _controlIsUrgent;
    private bool _inMidFrame;
    private bool _isProbed;
    private int _sendError;
    private BrokenReason _broken;
    private int _error;

    /// <summary>
    /// Sends all of it. While the server takes nothing, its frames are received and acted on, so that two full buffers can't wait for
    /// each other. Where it is gone that isn't the end: it may have answered before.
    /// </summary>
    private bool Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        _inMidFrame = true;
        while (head.Length + payload.Length > 0 && _sendError == Errno.None)
        {
            int error = _socket.Send(head, payload, out int sent);
            if (error == Errno.TryAgain)
            {
                if (!WaitWhileFull())
                    return false;
            }
            else if (error != Errno.None)
            {
                _sendError = error;
            }

            int ofHead = Math.Min(sent, head.Length);
            head = head[ofHead..];
            payload = payload[(sent - ofHead)..];
        }

        _inMidFrame = false;
        return true;
    }

    private bool WaitWhileFull()
    {
        const UnixSocketEvents Either = UnixSocketEvents.Writable | UnixSocketEvents.Readable;
        int error = Wait(Either, Least(_deadline.RemainingMilliseconds, ProbeAfter + ProbeLimit), out UnixSocketEvents found);
        if (error == UnixSocketErrno.TimedOut)
        {
            _timedOut = true;
            Break(BrokenReason.Abandoned);
            return false;
        }

        return error == Errno.None && ((found & UnixSocketEvents.Readable) == 0 || ReceiveOnce());
    }

    /// <summary>Waits for something from the server, and acts on all whole frames. False: the deadline passed, or it broke.</summary>
    private bool ReceiveFrames()
    {
        if (_controlIsUrgent && !FlushControl())
            return false;
        int left = _deadline.RemainingMilliseconds;
        if (left == 0)
        {
            _timedOut = true;
            return false;
        }

        bool delayed = _controlLength > 0 && (left < 0 || left > AcknowledgementDelay);
        int span = delayed ? AcknowledgementDelay : Least(left, _isProbed ? ProbeLimit : ProbeAfter);
        int error = Wait(UnixSocketEvents.Readable, span, out _);
        if (error == UnixSocketErrno.TimedOut && delayed)
            return FlushControl();
        if (error == UnixSocketErrno.TimedOut && !_isProbed && span != left)
            return Probe();
        if (error == UnixSocketErrno.TimedOut)
            _timedOut = true;
        return error == Errno.None && ReceiveOnce();
    }

    /// <summary>Asks whether the server is there; whatever it sends next says that it is.</summary>
    private bool Probe()
    {
        _isProbed = true;
        Span<byte> frame = stackalloc byte[FrameHeader.Size + PingSize];
        frame.Clear();
        new FrameHeader(PingSize, FrameType.Ping, FrameFlags.None, 0).Write(frame);
        return QueueControl(frame, urgent: true);
    }

    /// <summary>The shorter of two waits, the first of which may have no end (negative).</summary>
    private static int Least(int left, int limit) => left >= 0 && left < limit ? left : limit;

    private int Wait(UnixSocketEvents wanted, int milliseconds, out UnixSocketEvents found)
    {
        int error = _socket.Wait(wanted, milliseconds, out found);
        if (error is not Errno.None and not UnixSocketErrno.TimedOut)
            Break(BrokenReason.Transport, error);
        return error;
    }

    private bool ReceiveOnce()
    {
        if (_inputStart > 0)
        {
            _input.AsSpan(_inputStart, _inputEnd - _inputStart).CopyTo(_input);
            _inputEnd -= _inputStart;
            _inputStart = 0;
        }

        int error = _socket.Receive(_input.AsSpan(_inputEnd), out int received);
        if (error == Errno.TryAgain)
            return true;
        if (error == Errno.None && received > 0)
        {
            _inputEnd += received;
            _isProbed = false;
            return ProcessInput();
        }

        if (_answered)
        {
            // It has answered and gone, and takes no more of the request.
            _sendError = UnixSocketErrno.BrokenPipe;
            return true;
        }

        if (_goingAway && _stream > _lastStreamServed)
            Break(BrokenReason.GoingAway);
        else if (error == UnixSocketErrno.ConnectionReset || (error == Errno.None && _sendError is Errno.None or UnixSocketErrno.BrokenPipe))
            Break(BrokenReason.Closed);
        else
            Break(BrokenReason.Transport, error != Errno.None ? error : _sendError);
        return false;
    }

    private bool ProcessInput()
    {
        while (_inputEnd - _inputStart >= FrameHeader.Size)
        {
            FrameHeader header = FrameHeader.Read(_input.AsSpan(_inputStart));
            if (header.Length > FrameHeader.MaxPayload)
            {
                Break(BrokenReason.FrameSize);
                return false;
            }

            if (_inputEnd - _inputStart < FrameHeader.Size + header.Length)
                break;
            ReadOnlySpan<byte> payload = _input.AsSpan(_inputStart + FrameHeader.Size, header.Length);
            _inputStart += FrameHeader.Size + header.Length;
            if (!ProcessFrame(header, payload))
                return false;
        }

        return true;
    }

    /// <summary>Puts an answer to the server in line. Urgent: it is sent before the next wait.</summary>
    private bool QueueControl(ReadOnlySpan<byte> frame, bool urgent)
    {
        if (_controlLength + frame.Length > ControlSize)
        {
            // Half of a frame of ours may be out; nothing can be sent before the rest of it.
            if (_inMidFrame)
            {
                Break(BrokenReason.Flood);
                return false;
            }

            if (!FlushControl())
                return false;
        }

        frame.CopyTo(_control.AsSpan(_controlLength));
        _controlLength += frame.Length;
        _controlIsUrgent |= urgent;
        return true;
    }

    /// <summary>Moves what is in line to the head of a request, or sends it where it is much.</summary>
    private bool TakeControl(Span<byte> head, out int length)
    {
        length = 0;
        if (_controlLength > ControlInHead)
            return FlushControl();
        length = _controlLength;
        _control.AsSpan(0, length).CopyTo(head);
        _controlLength = 0;
        _controlIsUrgent = false;
        return true;
    }

    /// <summary>Sends what is in line, waiting where it must.</summary>
    private bool FlushControl()
    {
        int error = _sendError == Errno.None ? _socket.SendAll(_control.AsSpan(0, _controlLength), _deadline) : Errno.None;
        _controlLength = 0;
        _controlIsUrgent = false;
        if (error == UnixSocketErrno.TimedOut)
        {
            _timedOut = true;
            Break(BrokenReason.Abandoned);
            return false;
        }

        _sendError = error == Errno.None ? _sendError : error;
        return true;
    }

    /// <summary>Sends what is in line if that is possible at once; the deadline may have passed already.</summary>
    private void SendControlNow()
    {
        if (_sendError != Errno.None || _socket.Send(_control.AsSpan(0, _controlLength), default, out int sent) != Errno.None)
            return;
        _control.AsSpan(sent, _controlLength - sent).CopyTo(_control);
        _controlLength -= sent;
        _controlIsUrgent = _controlLength > 0;
    }
}
