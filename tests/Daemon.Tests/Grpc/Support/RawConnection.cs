using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>A client of HTTP/2 that can be told to misbehave. Reads fail after a time that no sound server needs.</summary>
internal sealed class RawConnection : IDisposable
{
    public const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private const int Patience = 60_000;
    private const int HeaderTableSize = 1;
    private const int InitialWindowSize = 4;
    private const int FrameHeader = 9;
    private const int MaxFrame = 16384;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = Patience };
    private int _nextStream = 1;

    /// <summary>Gives the server room again for what it sent. Switched off to be a client that doesn't read.</summary>
    public bool ExtendsWindows { get; set; } = true;

    /// <summary>A connection on which nothing is said yet.</summary>
    public static RawConnection OpenSilent(string path)
    {
        RawConnection connection = new();
        connection._socket.Connect(new UnixDomainSocketEndPoint(path));
        return connection;
    }

    /// <summary>A connection that has begun as HTTP/2.</summary>
    public static RawConnection Open(string path, int window = 65535)
    {
        RawConnection connection = OpenSilent(path);
        connection.Begin(window);
        return connection;
    }

    public void Begin(int window = 65535)
    {
        Send(Encoding.ASCII.GetBytes(Preface));
        byte[] settings = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(settings, HeaderTableSize);
        BinaryPrimitives.WriteUInt16BigEndian(settings.AsSpan(6), InitialWindowSize);
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(8), window);
        Send(FrameKind.Settings, 0, 0, settings);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    public void Send(FrameKind kind, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameHeader + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (payload.Length << 8) | (int)kind);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(FrameHeader));
        Send(frame);
    }

    /// <summary>The headers of a call; returns its stream. Further headers replace those of their names; null leaves one out.</summary>
    public int SendHeaders(string path, bool end = false, params (string Name, string? Value)[] headers)
    {
        int stream = _nextStream;
        _nextStream += 2;
        List<(string Name, string Value)> all = [];
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)
            [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
                ("te", "trailers"), ("content-type", "application/grpc"),
            ])
        {
            if (!headers.Any(header => header.Name == name))
                all.Add((name, value));
        }

        all.InsertRange(0, headers.Where(header => header.Value is not null && header.Name[0] == ':')!);
        all.AddRange(headers.Where(header => header.Value is not null && header.Name[0] != ':')!);
        byte[] block = Hpack.Encode(all);
        FrameKind kind = FrameKind.Headers;
        byte flags = end ? Frame.EndStream : (byte)0;
        while (block.Length > MaxFrame)
        {
            Send(kind, flags, stream, block.AsSpan(0, MaxFrame));
            block = block[MaxFrame..];
            kind = FrameKind.Continuation;
            flags = 0;
        }

        Send(kind, (byte)(flags | Frame.EndHeaders), stream, block);
        return stream;
    }

    /// <summary>A message in its frame, or in several; never more at once than the windows of HTTP/2 allow from the start.</summary>
    public void SendMessage(int stream, ReadOnlySpan<byte> message) => SendBody(stream, Prefixed(message));

    public void SendBody(int stream, ReadOnlySpan<byte> body, bool end = true)
    {
        while (body.Length > MaxFrame)
        {
            Send(FrameKind.Data, 0, stream, body[..MaxFrame]);
            body = body[MaxFrame..];
        }

        Send(FrameKind.Data, end ? Frame.EndStream : (byte)0, stream, body);
    }

    public static byte[] Prefixed(ReadOnlySpan<byte> message, byte compressed = 0)
    {
        byte[] prefixed = new byte[5 + message.Length];
        prefixed[0] = compressed;
        BinaryPrimitives.WriteInt32BigEndian(prefixed.AsSpan(1), message.Length);
        message.CopyTo(prefixed.AsSpan(5));
        return prefixed;
    }

    /// <summary>One whole call of larder.v1.Larder.</summary>
    public RawReply Call(string method, ReadOnlySpan<byte> message, params (string Name, string? Value)[] headers)
    {
        int stream = SendHeaders("/larder.v1.Larder/" + method, end: false, headers);
        SendMessage(stream, message);
        return ReadReply(stream);
    }

    /// <summary>Everything up to the end of a stream, a reset of it, or the end of the connection.</summary>
    public RawReply ReadReply(int stream)
    {
        RawReply reply = new();
        while (ReadFrame() is { } frame)
        {
            if (Take(frame, stream, reply))
                return reply;
        }

        reply.Closed = true;
        return reply;
    }

    /// <summary>One frame; null at the end of the connection. SETTINGS and PING are answered.</summary>
    public Frame? ReadFrame()
    {
        byte[] header = new byte[FrameHeader];
        if (!TryReadExactly(header))
            return null;
        byte[] payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
        if (!TryReadExactly(payload))
            return null;
        Frame frame = new((FrameKind)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
        if (frame.Kind is FrameKind.Settings or FrameKind.Ping && !frame.Has(Frame.Acknowledges))
            Answer(frame);
        return frame;
    }

    /// <summary>Everything that still comes, to the end of the connection, as text.</summary>
    public string ReadToEnd()
    {
        MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (Receive(buffer) is > 0 and int n)
            all.Write(buffer, 0, n);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void Extend(int stream, int bytes)
    {
        byte[] increment = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(increment, bytes);
        Send(FrameKind.WindowUpdate, 0, stream, increment);
    }

    public void Reset(int stream)
    {
        byte[] code = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(code, Http2Error.Cancel);
        Send(FrameKind.Reset, 0, stream, code);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>True where this frame is the last that concerns the stream.</summary>
    private bool Take(Frame frame, int stream, RawReply reply)
    {
        if (frame.Kind == FrameKind.GoAway)
        {
            int code = BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4));
            reply.GoAway = code;
            return code != Http2Error.None;
        }

        if (frame.Stream != stream)
            return false;
        switch (frame.Kind)
        {
            case FrameKind.Headers when reply.Headers is null:
                reply.Headers = Hpack.Decode(frame.Payload);
                break;
            case FrameKind.Headers:
                reply.Trailers = Hpack.Decode(frame.Payload);
                break;
            case FrameKind.Data:
                reply.Body.Write(frame.Payload);
                if (ExtendsWindows && frame.Payload.Length > 0)
                {
                    Extend(0, frame.Payload.Length);
                    if (!frame.Has(Frame.EndStream))
                        Extend(stream, frame.Payload.Length);
                }

                break;
            case FrameKind.Reset:
                reply.Reset = BinaryPrimitives.ReadInt32BigEndian(frame.Payload);
                return true;
            default:
                return false;
        }

        return frame.Has(Frame.EndStream);
    }

    private void Answer(Frame frame)
    {
        try
        {
            Send(frame.Kind, Frame.Acknowledges, 0, frame.Kind == FrameKind.Ping ? frame.Payload : []);
        }
        catch (SocketException)
        {
            // The server has closed its end; what it said before is still to be read.
        }
    }

    private bool TryReadExactly(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int n = Receive(buffer);
            if (n <= 0)
                return false;
            buffer = buffer[n..];
        }

        return true;
    }

    private int Receive(Span<byte> buffer)
    {
        try
        {
            return _socket.Receive(buffer);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
