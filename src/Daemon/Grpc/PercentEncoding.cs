using System.Buffers;
using System.Text;

namespace Larder.Daemon.Grpc;

/// <summary>
/// How a status message travels in <c>grpc-message</c>: UTF-8, where each byte but space and printable ASCII, and '%' itself, is written
/// as %XX (PROTOCOL-HTTP2.md, Percent-Encoded).
/// </summary>
internal static class PercentEncoding
{
    private const int EncodedByte = 3;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>
    /// The encoded message, cut off before the first character that would make it longer than <paramref name="limit"/>. Halves of
    /// surrogate pairs become U+FFFD.
    /// </summary>
    public static string Encode(string message, int limit)
    {
        if (message.Length <= limit && !message.AsSpan().ContainsAnyExcept(Plain))
            return message;

        StringBuilder encoded = new(Math.Min(limit, message.Length * 2));
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in message.EnumerateRunes())
        {
            bool plain = rune.IsAscii && Plain.Contains((char)rune.Value);
            int length = plain ? 1 : rune.Utf8SequenceLength * EncodedByte;
            if (encoded.Length + length > limit)
                break;
            if (plain)
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (byte b in bytes[..rune.EncodeToUtf8(bytes)])
                encoded.Append('%').Append(Hex(b >> 4)).Append(Hex(b & 15));
        }

        return encoded.ToString();
    }

    private static char Hex(int digit) => (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
