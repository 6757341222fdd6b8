namespace Larder.Caching.Neutral;

/// <summary>
/// Whether a text has the words <c>_</c> or <c>__</c>. The scanner of sources sees <c>__FILE__</c> and every piece of it of three
/// characters at either end; what token pasting could still make it of begins and ends with one of these two
/// (<c>__ ## FILE ## __</c>).
/// </summary>
internal static class BareUnderscores
{
    /// <summary>True where one stands in the text, comments included; but for gettext's <c>_("…")</c>, which is a call.</summary>
    internal static bool StandIn(ReadOnlySpan<byte> text)
    {
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOf((byte)'_');
            if (next < 0)
                return false;
            at += next;
            int end = at + 1;
            while (end < text.Length && text[end] == '_')
                end++;
            bool isWord = end - at <= 2 && (at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end]));
            if (isWord && !(end - at == 1 && IsCall(text[end..])))
                return true;
            while (end < text.Length && IsWord(text[end]))
                end++;
            at = end;
        }
    }

    private static bool IsCall(ReadOnlySpan<byte> rest) => rest.TrimStart(" \t"u8).StartsWith("("u8);

    private static bool IsWord(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'_' or (byte)'$' or >= 0x80;
}
