using System.Buffers.Text;

namespace Larder.Caching.Settings;

/// <summary>
/// <code>
/// address = "127." number "." number "." number ":" port | "[::1]:" port
/// number  = 0 … 255, port = 1 … 65535, both without zeros in front
/// </code>
/// Addresses of this machine alone. No names: what "localhost" leads to is somebody else's to say.
/// </summary>
public static class LoopbackAddress
{
    private const int Numbers = 4;

    /// <summary>Whether a text is one.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        int colon = text.LastIndexOf((byte)':');
        return colon > 0 && TryNumber(text[(colon + 1)..], 65535, out int port) && port > 0 && IsHost(text[..colon]);
    }

    /// <summary>Whether a text is such an address without a port.</summary>
    public static bool IsHost(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("[::1]"u8))
            return true;
        for (int i = 0; i < Numbers; i++)
        {
            int dot = text.IndexOf((byte)'.');
            bool isLast = i == Numbers - 1;
            if (isLast != (dot < 0) || !TryNumber(isLast ? text : text[..dot], 255, out int number) || (i == 0 && number != 127))
                return false;
            text = text[(dot + 1)..];
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, int max, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (text.Length == 1 || text[0] != (byte)'0')
            && Utf8Parser.TryParse(text, out number, out int used) && used == text.Length && number <= max;
    }
}
