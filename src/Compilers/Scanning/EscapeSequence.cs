namespace Larder.Compilers.Scanning;

/// <summary>
/// What a backslash in a literal stands for (C 6.4.4.4, C++ [lex.ccon], with the delimited forms of C++23).
/// </summary>
internal static class EscapeSequence
{
    /// <summary>Reads the sequence whose first character after the backslash is at <paramref name="at"/>; returns the position
    /// after it. A value beyond a byte counts by its low eight bits, which can only make a scan report too much.</summary>
    public static int Read(ref LogicalText text, int at, out byte value)
    {
        var c = text.Peek(at, out var next);
        switch (c)
        {
            case >= '0' and <= '7':
                return Digits(ref text, at, 3, 3, out value);
            case 'x' or 'o' or 'u' or 'U':
                var bits = c == 'o' ? 3 : 4;
                if (text.Peek(next, out var inside) == '{')
                {
                    var end = Digits(ref text, inside, bits, int.MaxValue, out value);
                    return text.Peek(end, out var closed) == '}' ? closed : end;
                }
                if (c != 'o')
                    return Digits(ref text, next, bits, c == 'x' ? int.MaxValue : c == 'u' ? 4 : 8, out value);
                value = (byte)'o';
                return next;
            default:
                value = c switch
                {
                    'n' => (byte)'\n',
                    't' => (byte)'\t',
                    'r' => (byte)'\r',
                    'a' => 7,
                    'b' => 8,
                    'f' => 12,
                    'v' => 11,
                    'e' or 'E' => 27,
                    < 0 => 0,
                    _ => (byte)c,
                };
                return next;
        }
    }

    private static int Digits(ref LogicalText text, int at, int bits, int most, out byte value)
    {
        var sum = 0;
        for (; most > 0; most--)
        {
            var c = text.Peek(at, out var next);
            var digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'f' => c - 'a' + 10,
                >= 'A' and <= 'F' => c - 'A' + 10,
                _ => 99,
            };
            if (digit >= 1 << bits)
                break;
            sum = (sum << bits) | digit;
            at = next;
        }
        value = (byte)sum;
        return at;
    }
}
