using Larder.Posix;

namespace Larder.Protocol.Endpoints;

/// <summary>Asks whether somebody answers on a socket: not only that it can be connected to, but that HTTP/2 is spoken (RFC 9113, 3.4).</summary>
public static class EndpointProbe
{
    private const int FrameHeader = 9;
    private const byte SettingsFrame = 4;

    /// <summary>The preface of a client, and an empty SETTINGS frame.</summary>
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8;

    /// <summary>True where a server sends its SETTINGS within the time.</summary>
    public static bool Answers(ReadOnlySpan<byte> socket, int milliseconds)
    {
        UnixSocketDeadline deadline = UnixSocketDeadline.In(milliseconds);
        if (UnixSocket.Connect(socket, out UnixSocket connection) != Errno.None)
            return false;
        using (connection)
        {
            Span<byte> header = stackalloc byte[FrameHeader];
            return connection.SendAll(Preface, deadline) == Errno.None
                && connection.Wait(UnixSocketEvents.Readable, deadline.RemainingMilliseconds, out _) == Errno.None
                && connection.Receive(header, out int received) == Errno.None
                && received == FrameHeader && header[3] == SettingsFrame;
        }
    }
}
