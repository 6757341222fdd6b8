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
        if (UnixListener.Connect(socket, out FileDescriptor connection) != Errno.None)
            return false;
        using (connection)
        {
            Span<byte> header = stackalloc byte[FrameHeader];
            if (connection.WriteAll(Preface) != Errno.None || !connection.WaitUntilReadable(milliseconds))
                return false;
            return connection.Read(header, out _) == FrameHeader && header[3] == SettingsFrame;
        }
    }
}
