using System.Diagnostics;

namespace Larder.Protocol.Wire;

/// <summary>
/// Writes what precedes a request's message: the connection's preface, and the HEADERS frame. No field of it is to be remembered by the
/// server and nothing is Huffman-coded, so the bytes are the same for every request but for the path.
/// </summary>
internal static class RequestHead
{
    /// <summary>The longest path of a method; its length is one byte of HPACK.</summary>
    internal const int MaxPathLength = 100;

    /// <summary>Room for everything that is written here.</summary>
    internal const int MaxSize = 256;

    /// <summary>
    /// What we allow the server to send ahead, on a stream and on the connection: 8 MiB. So a reply of that size never waits for us, and
    /// beyond it the window grows as what has come is taken.
    /// </summary>
    internal const int ReceiveWindow = 0x80_0000;

    private static ReadOnlySpan<byte> Magic => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    // SETTINGS: HEADER_TABLE_SIZE 0 (a connection of one or two calls gains nothing from remembered fields), ENABLE_PUSH 0,
    // INITIAL_WINDOW_SIZE, MAX_HEADER_LIST_SIZE 32768. WINDOW_UPDATE: the connection's window, from 65535 to the same.
    private static ReadOnlySpan<byte> FirstFrames =>
    [
        0, 0, 24, (byte)FrameType.Settings, 0, 0, 0, 0, 0,
        0, 1, 0, 0, 0, 0,
        0, 2, 0, 0, 0, 0,
        0, 4, 0, ReceiveWindow >> 16, 0, 0,
        0, 6, 0, 0, 0x80, 0,
        0, 0, 4, (byte)FrameType.WindowUpdate, 0, 0, 0, 0, 0,
        0, (ReceiveWindow >> 16) - 1, 0, 1,
    ];

    // ":method: POST" and ":scheme: http" are entries of the static table; ":path" is a literal with the name's index there.
    private static ReadOnlySpan<byte> FieldsToPath => [0x80 | 3, 0x80 | 6, 4];

    // :authority by index 1; content-type by index 31, which is 15 and 16 more; te by its name.
    private static ReadOnlySpan<byte> FieldsFromPath =>
        "\u0001\u0009localhost\u000f\u0010\u0010application/grpc\u0000\u0002te\u0008trailers"u8;

    /// <summary>The client's preface (RFC 9113, section 3.4), with all settings there will be. Returns its length.</summary>
    internal static int WritePreface(Span<byte> room)
    {
        Magic.CopyTo(room);
        FirstFrames.CopyTo(room[Magic.Length..]);
        return Magic.Length + FirstFrames.Length;
    }

    /// <summary>The HEADERS frame of a call. Returns its length.</summary>
    internal static int WriteHeaders(Span<byte> room, ReadOnlySpan<byte> path, int stream)
    {
        Debug.Assert(path.Length <= MaxPathLength, "the paths are constants of this program");
        int length = FieldsToPath.Length + 1 + path.Length + FieldsFromPath.Length;
        new FrameHeader(length, FrameType.Headers, FrameFlags.EndHeaders, stream).Write(room);
        Span<byte> fields = room[FrameHeader.Size..];
        FieldsToPath.CopyTo(fields);
        fields[FieldsToPath.Length] = (byte)path.Length;
        fields = fields[(FieldsToPath.Length + 1)..];
        path.CopyTo(fields);
        FieldsFromPath.CopyTo(fields[path.Length..]);
        return FrameHeader.Size + length;
    }
}
