namespace Larder.Caching.Settings;

/// <summary>The words of "sloppiness". A word more is a row in <see cref="Word"/> and a member of <see cref="Sloppiness"/>.</summary>
internal static class SloppinessWords
{
    private const int Count = 2;

    private static ReadOnlySpan<byte> Word(int bit) => bit switch
    {
        0 => "time_macros"u8,
        _ => "locale"u8,
    };

    /// <summary>Words separated by commas or blanks.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out long flags)
    {
        flags = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny((byte)',', (byte)' ', (byte)'\t');
            ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (word.IsEmpty)
                continue;
            int bit = 0;
            while (bit < Count && !Word(bit).SequenceEqual(word))
                bit++;
            if (bit == Count)
                return false;
            flags |= 1L << bit;
        }

        return true;
    }

    internal static byte[] Format(long flags)
    {
        List<byte> text = [];
        for (int bit = 0; bit < Count; bit++)
        {
            if ((flags & (1L << bit)) == 0)
                continue;
            if (text.Count > 0)
                text.Add((byte)',');
            text.AddRange(Word(bit));
        }

        return [.. text];
    }
}
