using System.Buffers.Binary;
using Larder.Posix;
using Larder.Protocol.Wire;

namespace Larder.Protocol.Tests.Support;

/// <summary>
/// The other end of a connection, played by a script: it hears what the client sends, frame by frame, and says whatever it likes. A
/// failed assertion of the script is the test's.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    internal static readonly byte[] OkHeaders = [0x88, 0x0F, 0x10, 16, .. "application/grpc"u8];
    internal static readonly byte[] OkTrailers = [0x00, 11, .. "grpc-status"u8, 1, (byte)'0'];

    /// <summary>More than any script takes; reached only where something is wrong.</summary>
    private const int Patience = 30_000;

    private readonly UnixSocket _socket;

    private FakeServer(UnixSocket socket) => _socket = socket;

    /// <summary>Frames that came while others were waited for, in order.</summary>
    internal List<(FrameHeader Header, byte[] Payload)> Heard { get; } = [];

    /// <summary>Runs the client against the script, each in a thread of its own.</summary>
    internal static T Play<T>(Action<FakeServer> script, Func<DaemonConnection, T> client)
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket ours, out UnixSocket theirs));
        using DaemonConnection connection = new(ours);
        Exception? fault = null;
        Thread thread = new(() =>
        {
            using FakeServer server = new(theirs);
            try
            {
                script(server);
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        T result;
        try
        {
            result = client(connection);
        }
        finally
        {
            connection.Dispose();
            thread.Join();
        }

        Assert.True(fault is null, fault?.ToString());
        return result;
    }

    /// <summary>One call of "/s/M" with a message, and its end; a deadline that only a fault reaches.</summary>
    internal static CallOutcome Call(Action<FakeServer> script, byte[]? message = null) =>
        Play(script, c => c.Call("/s/M"u8, message ?? [1, 2, 3], UnixSocketDeadline.In(20_000)));

    public void Dispose() => _socket.Dispose();

    /// <summary>Hears the preface and the frames of one whole request. The message, without its prefix.</summary>
    internal byte[] HearRequest(int stream = 1)
    {
        if (stream == 1)
            HearPreface();
        List<byte> body = [];
        while (true)
        {
            (FrameHeader header, byte[] payload) = HearFrame();
            Heard.Add((header, payload));
            if (header.Type == FrameType.Data)
                body.AddRange(payload);
            if (header.Stream == stream && header.Has(FrameFlags.EndStream))
                return [.. body.Skip(5)];
        }
    }

    internal void HearPreface() => Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), HearBytes(24));

    internal (FrameHeader Header, byte[] Payload) HearFrame()
    {
        FrameHeader header = FrameHeader.Read(HearBytes(FrameHeader.Size));
        return (header, HearBytes(header.Length));
    }

    /// <summary>Hears frames until one of a type.</summary>
    internal (FrameHeader Header, byte[] Payload) HearUntil(FrameType type)
    {
        while (true)
        {
            (FrameHeader Header, byte[] Payload) frame = HearFrame();
            Heard.Add(frame);
            if (frame.Header.Type == type)
                return frame;
        }
    }

    /// <summary>Hears until the client closes the connection.</summary>
    internal void HearEnd()
    {
        while (Hear(new byte[4096]) > 0)
        {
        }
    }

    /// <summary>Says bytes; a client that has closed, having heard enough, is no fault.</summary>
    internal void Say(params byte[][] frames)
    {
        int error = _socket.SendAll([.. frames.SelectMany(f => f)], UnixSocketDeadline.In(Patience));
        Assert.Contains(error, (int[])[Errno.None, UnixSocketErrno.BrokenPipe, UnixSocketErrno.ConnectionReset]);
    }

    /// <summary>Says bytes if there is room for any of them now.</summary>
    internal bool SayIfTaken(byte[] frame)
    {
        int error = _socket.Send(frame, default, out int sent);
        if (error == Errno.TryAgain)
            return false;
        Assert.Equal(Errno.None, error);
        return sent == frame.Length;
    }

    /// <summary>Says no more.</summary>
    internal void EndSaying() => Assert.Equal(0, _socket.ShutdownSending());

    internal static byte[] Frame(FrameType type, byte flags, int stream, params byte[] payload)
    {
        byte[] frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, (FrameFlags)flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    /// <summary>The server's preface.</summary>
    internal static byte[] Settings(params (int Name, uint Value)[] settings)
    {
        byte[] payload = new byte[settings.Length * 6];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(i * 6), (ushort)settings[i].Name);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((i * 6) + 2), settings[i].Value);
        }

        return Frame(FrameType.Settings, 0, 0, payload);
    }

    internal static byte[] WindowUpdate(int stream, int increment) => Frame(FrameType.WindowUpdate, 0, stream, Number(increment));

    internal static byte[] Headers(int stream = 1) => Frame(FrameType.Headers, 0x4, stream, OkHeaders);

    internal static byte[] Trailers(int stream = 1) => Frame(FrameType.Headers, 0x5, stream, OkTrailers);

    internal static byte[] Data(byte[] bytes, int stream = 1) => Frame(FrameType.Data, 0, stream, bytes);

    /// <summary>A message with its prefix, in DATA frames.</summary>
    internal static byte[] Message(byte[] message, int stream = 1) =>
        [.. Prefixed(message).Chunk(FrameHeader.MaxPayload).SelectMany(part => Data(part, stream))];

    internal static byte[] Prefixed(byte[] message) => [0, .. Number(message.Length), .. message];

    internal static byte[] Answer(byte[] message, int stream = 1) => [.. Headers(stream), .. Message(message, stream), .. Trailers(stream)];

    /// <summary>A literal field that isn't remembered.</summary>
    internal static byte[] Field(string name, string value) =>
        [0, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), (byte)value.Length, .. System.Text.Encoding.ASCII.GetBytes(value)];

    internal static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private byte[] HearBytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            int n = Hear(bytes.AsSpan(have));
            if (n == 0)
                throw new EndOfStreamException("the client is gone");
            have += n;
        }

        return bytes;
    }

    private int Hear(Span<byte> room)
    {
        Assert.Equal(0, _socket.Wait(UnixSocketEvents.Readable, Patience, out _));
        int error = _socket.Receive(room, out int received);
        Assert.Contains(error, (int[])[Errno.None, UnixSocketErrno.ConnectionReset]);
        return received;
    }
}
