using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Larder.Posix;

namespace Larder.Protocol.Wire;

/// <summary>
/// A connection to the daemon: gRPC's calls, one after the other, in HTTP/2 frames of our own making (RFC 9113; gRPC's
/// PROTOCOL-HTTP2.md). In a process that lives for two milliseconds a general client costs more than everything else it does. So a call
/// is one write (the preface, SETTINGS, HEADERS and DATA, without waiting for the server's settings) and in the common case one read.
/// </summary>
/// <remarks>
/// Nothing here throws or blocks beyond a deadline, whatever the server sends; what it can make us keep is bounded. Not thread-safe.
/// Disposing closes the connection, which tells the daemon that nobody waits for what was asked on it.
/// </remarks>
[SkipLocalsInit]
public sealed partial class DaemonConnection : IDisposable
{
    /// <summary>The largest message that is taken, in bytes: the cache's entries are the largest, and beyond this not worth a copy.</summary>
    public const int MaxReplySize = 64 * 1024 * 1024;

    /// <summary>The window of a stream and of the connection before anybody says otherwise (RFC 9113, section 6.9.2).</summary>
    private const int DefaultWindow = 65535;

    private UnixSocket _socket;
    private int _nextStream = 1;

    // The call under way, or the last one.
    private int _stream;
    private UnixSocketDeadline _deadline;
    private ResponseHeaders _response;
    private ReplyBuffer _reply;
    private bool _responseBegun;
    private bool _answered;
    private bool _reset;
    private StreamError _resetError;
    private bool _requestEnded;
    private bool _timedOut;

    /// <summary>Takes over a connected socket; nothing is sent before the first call.</summary>
    internal DaemonConnection(UnixSocket socket) => _socket = socket;

    /// <summary>Connects to the daemon behind a path. Never waits, so it takes no deadline.</summary>
    /// <param name="path">The socket's path; see <see cref="UnixSocket.Connect"/>.</param>
    /// <param name="expectedUser">Who must have begun to listen there.</param>
    /// <param name="connection">Not null where the outcome is <see cref="ConnectState.Connected"/>.</param>
    /// <param name="error">The system's error number, where there was one.</param>
    public static ConnectState Connect(ReadOnlySpan<byte> path, uint expectedUser, out DaemonConnection? connection, out int error)
    {
        connection = null;
        error = UnixSocket.Connect(path, out UnixSocket socket);
        if (error != Errno.None)
        {
            return error switch
            {
                Errno.NotFound or Errno.NotADirectory or UnixSocketErrno.ConnectionRefused => ConnectState.NotThere,
                Errno.AccessDenied or Errno.PermissionDenied => ConnectState.NotAllowed,
                Errno.TryAgain => ConnectState.Busy,
                _ => ConnectState.Failed,
            };
        }

        error = socket.GetPeer(out PeerCredentials peer);
        if (error == Errno.None && peer.UserId == expectedUser)
        {
            connection = new DaemonConnection(socket);
            return ConnectState.Connected;
        }

        socket.Dispose();
        return error == Errno.None ? ConnectState.WrongOwner : ConnectState.Failed;
    }

    /// <summary>Closes the connection; a second time does nothing, for the descriptor's number may be another file's by then.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _socket = new UnixSocket(-1);
    }

    /// <summary>Ends the call that another thread waits for, which then says <see cref="CallState.Broken"/>. The only thing that a second thread may do here.</summary>
    public void GiveUp() => _socket.ShutdownSending();

    /// <summary>Calls a method and waits for its answer. After <see cref="CallState.Broken"/> the connection is of no more use.</summary>
    /// <param name="path">"/package.Service/Method".</param>
    /// <param name="message">The request, encoded.</param>
    /// <param name="deadline">When to give up.</param>
    public CallOutcome Call(ReadOnlySpan<byte> path, ReadOnlySpan<byte> message, UnixSocketDeadline deadline)
    {
        _deadline = deadline;
        if (_broken == BrokenReason.None && (_goingAway || _nextStream < 0))
            Break(BrokenReason.GoingAway);
        if (_broken != BrokenReason.None)
            return CallOutcome.Broken(_broken, _error);

        BeginCall();
        bool going = SendRequest(path, message);
        while (going && !_answered)
            going = ReceiveFrames();
        return Conclude();
    }

    private void BeginCall()
    {
        CloseStream();
        _stream = _nextStream;
        _nextStream += 2;
        _response = default;
        _reply = default;
        _responseBegun = _answered = _reset = _requestEnded = _timedOut = _isProbed = false;
        _streamSendWindow = _initialSendWindow;
        _streamTaken = 0;
    }

    /// <summary>Sends HEADERS and as many DATA frames as it takes, each as large as the server's windows and the protocol allow.</summary>
    private bool SendRequest(ReadOnlySpan<byte> path, ReadOnlySpan<byte> message)
    {
        Span<byte> head = stackalloc byte[RequestHead.MaxSize + ControlInHead + FrameHeader.Size + ReplyBuffer.PrefixSize];
        Span<byte> prefix = stackalloc byte[ReplyBuffer.PrefixSize];
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.Length);

        if (!TakeControl(head, out int used))
            return false;
        if (_stream == 1)
            used += RequestHead.WritePreface(head[used..]);
        used += RequestHead.WriteHeaders(head[used..], path, _stream);
        while (true)
        {
            int left = prefix.Length + message.Length;
            int length = (int)Math.Min(Math.Min(left, FrameHeader.MaxPayload), Math.Min(_sendWindow, _streamSendWindow));
            if (length > 0)
            {
                bool last = length == left;
                new FrameHeader(length, FrameType.Data, last ? FrameFlags.EndStream : FrameFlags.None, _stream).Write(head[used..]);
                used += FrameHeader.Size;
                int ofPrefix = Math.Min(prefix.Length, length);
                prefix[..ofPrefix].CopyTo(head[used..]);
                used += ofPrefix;
                int ofMessage = length - ofPrefix;
                _sendWindow -= length;
                _streamSendWindow -= length;
                _requestEnded = last;
                if (!Send(head[..used], message[..ofMessage]))
                    return false;
                prefix = prefix[ofPrefix..];
                message = message[ofMessage..];
            }
            else if (used > 0 && !Send(head[..used], default))
            {
                return false;
            }

            if (_requestEnded || _answered)
                return true;
            while (Math.Min(_sendWindow, _streamSendWindow) <= 0 && !_answered)
            {
                if (!ReceiveFrames())
                    return false;
            }

            if (_answered || !TakeControl(head, out used))
                return _answered;
        }
    }

    private CallOutcome Conclude()
    {
        Debug.Assert(_answered || _timedOut || _broken != BrokenReason.None, "a call ends for a reason");
        if (!_answered && _timedOut)
        {
            Cancel(StreamError.Cancel);
            return CallOutcome.TimedOut;
        }

        if (!_answered)
            return CallOutcome.Broken(_broken, _error);

        // The server may answer before it has heard all of the request; the rest is then not for sending.
        if (!_requestEnded && !_reset)
            Cancel(StreamError.None);
        return _response.HasGrpcStatus || _reset || _response.HttpStatus != ResponseStatus.HttpOk || !_response.IsGrpc
            ? ConcludeByStatus()
            : CallOutcome.Broken(BrokenReason.StatusMissing, Errno.None);
    }

    private CallOutcome ConcludeByStatus()
    {
        GrpcStatusCode code = ResponseStatus.Of(_response, _reset, _resetError);
        if (code != GrpcStatusCode.Ok)
            return CallOutcome.Failed(code, _response.Message);
        return _reply.IsWhole ? CallOutcome.Replied(_reply.Message) : CallOutcome.Broken(BrokenReason.Message, Errno.None);
    }

    /// <summary>Tells the server that the stream is of no more interest; at the latest with the next request.</summary>
    private void Cancel(StreamError error)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.Size + sizeof(uint)];
        new FrameHeader(sizeof(uint), FrameType.ResetStream, FrameFlags.None, _stream).Write(frame);
        BinaryPrimitives.WriteUInt32BigEndian(frame[FrameHeader.Size..], (uint)error);
        if (_broken == BrokenReason.None && QueueControl(frame, urgent: true))
            SendControlNow();
    }

    private void Break(BrokenReason reason, int error = Errno.None)
    {
        _broken = reason;
        _error = error;
    }
}
