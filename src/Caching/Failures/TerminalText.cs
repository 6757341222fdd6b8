namespace Larder.Caching.Failures;

/// <summary>What a terminal shows of a text: without colours and links (ECMA-48 control sequences, and OSC as gcc's -fdiagnostics-urls has it).</summary>
public static class TerminalText
{
    private const byte Escape = 0x1B;
    private const byte Bell = 0x07;

    /// <summary>The text without them.</summary>
    public static byte[] WithoutEscapes(ReadOnlySpan<byte> text)
    {
        List<byte> plain = new(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            if (text[i] != Escape || i + 1 == text.Length)
                plain.Add(text[i++]);
            else if (text[i + 1] == '[')
                i = PastSequence(text, i + 2);
            else if (text[i + 1] == ']')
                i = PastLink(text, i + 2);
            else
                i += 2;
        }

        return [.. plain];
    }

    /// <summary>Parameters, and one letter that ends them.</summary>
    private static int PastSequence(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && text[i] is < 0x40 or > 0x7E)
            i++;
        return Math.Min(i + 1, text.Length);
    }

    /// <summary>Up to a bell, or to the two bytes ESC \.</summary>
    private static int PastLink(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length)
        {
            if (text[i] == Bell)
                return i + 1;
            if (text[i] == Escape)
                return Math.Min(i + 2, text.Length);
            i++;
        }

        return i;
    }
}
