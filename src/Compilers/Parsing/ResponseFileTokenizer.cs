namespace Larder.Compilers;

/// <summary>
/// Splits a response file into words, with the GNU quoting of the two families where all their releases agree.
/// </summary>
/// <remarks>
/// Blanks separate; a backslash takes the next byte as it is; quotes of either kind group. They differ so: gcc has vertical tab
/// and form feed among the blanks and keeps an empty quoted word, clang drops it and skips a byte order mark. Releases of gcc
/// differ on a backslash between single quotes, on one between double quotes before an ordinary byte, and on one before a line's
/// end (libiberty took up the shell's rules in 2024): such a file is declined, as are those with NUL bytes.
/// </remarks>
internal static class ResponseFileTokenizer
{
    /// <summary>Splits.</summary>
    /// <returns>False when the compilers' releases would not all read the file alike.</returns>
    public static bool Split(CompilerFamily family, ReadOnlySpan<byte> content, List<byte[]> words)
    {
        bool gcc = family == CompilerFamily.Gcc;
        if (content.Contains((byte)0)) return false;
        if (!gcc)
        {
            if (content.StartsWith("\uFEFF"u8)) content = content[3..];
            if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
                return false;
        }

        var word = new List<byte>();
        int i = 0;
        while (true)
        {
            while (i < content.Length && IsBlank(content[i], gcc)) i++;
            if (i == content.Length) return true;
            word.Clear();
            byte quote = 0;
            for (; i < content.Length; i++)
            {
                byte current = content[i];
                if (current == (byte)'\\')
                {
                    if (i + 1 == content.Length) return false;
                    if (gcc && !EscapeIsAgreed(quote, content[i + 1])) return false;
                    word.Add(content[++i]);
                }
                else if (quote != 0)
                {
                    if (current == quote) quote = 0;
                    else word.Add(current);
                }
                else if (current is (byte)'"' or (byte)'\'')
                {
                    quote = current;
                }
                else if (IsBlank(current, gcc))
                {
                    break;
                }
                else
                {
                    word.Add(current);
                }
            }

            if (quote != 0) return false;
            if (gcc || word.Count != 0) words.Add([.. word]);
        }
    }

    private static bool IsBlank(byte value, bool gcc) =>
        value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' || (gcc && value is (byte)'\v' or (byte)'\f');

    private static bool EscapeIsAgreed(byte quote, byte next) => quote switch
    {
        (byte)'\'' => false,
        (byte)'"' => next is (byte)'"' or (byte)'\\' or (byte)'$' or (byte)'`',
        _ => next != (byte)'\n',
    };
}
