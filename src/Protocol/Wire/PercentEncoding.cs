namespace Larder.Protocol.Wire;

/// <summary>How grpc-message carries bytes in a header: %XX for all that isn't printable ASCII, and for % itself.</summary>
internal static class PercentEncoding
{
    /// <summary>The bytes. What is no valid escape stands for itself, as gRPC demands.</summary>
    internal static byte[] Decode(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'%' && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
            {
                bytes[length++] = (byte)((Value(text[i + 1]) << 4) | Value(text[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = text[i];
            }
        }

        if (length != bytes.Length)
            Array.Resize(ref bytes, length);
        return bytes;
    }

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);

    private static int Value(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
