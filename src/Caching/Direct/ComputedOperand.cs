namespace Larder.Caching.Direct;

/// <summary>The operand of an include that is no header name: tokens that macro expansion turns into one.</summary>
internal static class ComputedOperand
{
    /// <summary>Predefined macros that name a file (<c>__FILE__</c>) or could; ordinary code has no such names for headers.</summary>
    internal static bool IsPredefined(ReadOnlySpan<byte> macro) => macro.StartsWith("__"u8);

    /// <summary>The identifier that the tokens start with, empty where they start with something else.</summary>
    internal static byte[] LeadingWord(ReadOnlySpan<byte> tokens)
    {
        int length = 0;
        while (length < tokens.Length && (char.IsAsciiLetterOrDigit((char)tokens[length]) || tokens[length] is (byte)'_' or (byte)'$' or >= 0x80))
            length++;
        return tokens[..length].ToArray();
    }
}
