namespace Larder.Caching.Neutral;

/// <summary>
/// A backslash at the end of a line joins it to the next one before anything else is read (C11 5.1.1.2, phase 2), and so does its trigraph;
/// compilers allow blanks between. A word can go over any number of lines.
/// </summary>
internal static class LineJoints
{
    private static ReadOnlySpan<byte> Trigraph => "??/"u8;

    private static ReadOnlySpan<byte> Blanks => " \t\r\f\v"u8;

    /// <summary>Whether there can be one.</summary>
    internal static bool Has(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\\') >= 0 || text.IndexOf(Trigraph) >= 0;

    /// <summary>The text with all lines joined.</summary>
    internal static byte[] Remove(ReadOnlySpan<byte> text)
    {
        byte[] joined = new byte[text.Length];
        int length = 0;
        while (!text.IsEmpty)
        {
            int at = text.IndexOfAny((byte)'\\', (byte)'?');
            int plain = at < 0 ? text.Length : at;
            text[..plain].CopyTo(joined.AsSpan(length));
            length += plain;
            text = text[plain..];
            if (text.IsEmpty)
                break;
            int mark = text[0] == (byte)'\\' ? 1 : text.StartsWith(Trigraph) ? Trigraph.Length : 0;
            ReadOnlySpan<byte> behind = text[mark..].TrimStart(Blanks);
            if (mark > 0 && behind is [(byte)'\n', ..])
            {
                text = behind[1..];
                continue;
            }

            joined[length++] = text[0];
            text = text[1..];
        }

        return joined[..length];
    }
}
