namespace Larder.Compilers.Scanning;

/// <content>Strings, characters, and apostrophes in numbers.</content>
internal ref partial struct SeenTextWriter
{
    /// <summary>The language allows as many characters before the parenthesis of a raw string.</summary>
    private const int LongestDelimiter = 16;

    private bool Quote()
    {
        int start = WordBefore(_at);
        ReadOnlySpan<byte> prefix = _text[start.._at];
        bool mayBeRaw = prefix.SequenceEqual("R"u8) || prefix.SequenceEqual("LR"u8) || prefix.SequenceEqual("uR"u8) || prefix.SequenceEqual("UR"u8)
            || prefix.SequenceEqual("u8R"u8);
        if (!mayBeRaw)
            return (!prefix.EndsWith("R"u8) || IsPlainWord(prefix)) && Literal((byte)'"');

        // The end of a number, or what a literal's suffix is.
        if (start > 0 && _text[start - 1] is (byte)'.' or (byte)'+' or (byte)'-' or (byte)'"' or (byte)'\'')
            return false;
        return RawString();
    }

    private bool RawString()
    {
        ReadOnlySpan<byte> rest = _text[(_at + 1)..];
        int open = rest[..Math.Min(rest.Length, LongestDelimiter + 1)].IndexOf((byte)'(');
        if (open < 0 || rest[..open].ContainsAny(") \\\"\n\t\v\f"u8))
            return false;
        Span<byte> end = stackalloc byte[LongestDelimiter + 2];
        end[0] = (byte)')';
        rest[..open].CopyTo(end[1..]);
        end[open + 1] = (byte)'"';
        int length = rest.IndexOf(end[..(open + 2)]);
        if (length < 0)
            return false;
        ReadOnlySpan<byte> content = rest[..length];

        // An ordinary string would end at the same place; in a directive not even compilers that know of raw strings agree.
        bool isAlike = !content.ContainsAny((byte)'"', (byte)'\\', (byte)'\n');
        if (!isAlike && ((dialect & SeenTextDialect.RawStrings) == 0 || (_isDirective && content.Contains((byte)'\n'))))
            return false;
        _isFresh = _isBare = false;
        Copy(length + open + 3);
        _floor = Length;
        return true;
    }

    private bool Apostrophe()
    {
        int start = WordBefore(_at);
        byte before = start > 0 ? _text[start - 1] : (byte)'\n';
        if (start == _at)
            return before != '.' && Literal((byte)'\'');
        if (!IsPlainWord(_text[start.._at]))
            return false;
        if (LogicalText.IsDigit(_text[start]) || (_separator >= 0 && _separator == start - 1))
        {
            bool isSeparator = (dialect & SeenTextDialect.DigitSeparators) != 0 && _at + 1 < _text.Length && LogicalText.IsWord(_text[_at + 1]);
            if (!isSeparator)
                return false;
            _separator = _at;
            Copy(1);
            return true;
        }

        // What may be the end of a number (1.e5, 1e+a), or a literal's suffix.
        return before is not ((byte)'.' or (byte)'+' or (byte)'-' or (byte)'"' or (byte)'\'') && Literal((byte)'\'');
    }

    /// <summary>Up to the next quote of the same kind. False where its line ends before that.</summary>
    private bool Literal(byte quote)
    {
        int at = _at + 1;
        while (true)
        {
            int step = _text[at..].IndexOfAny(quote, (byte)'\\', (byte)'\n');
            if (step < 0)
                return false;
            at += step;
            if (_text[at] == quote)
                break;
            if (_text[at] == '\n' || at + 1 >= _text.Length)
                return false;
            at += 2;
        }

        _isFresh = _isBare = false;
        Copy(at + 1 - _at);
        _floor = Length;
        return true;
    }

    /// <summary>Whether options have no say in which of its characters belong to it.</summary>
    private static bool IsPlainWord(ReadOnlySpan<byte> word) => !word.Contains((byte)'$') && !word.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    /// <summary>Where the identifier or number begins that ends at a position.</summary>
    private readonly int WordBefore(int end)
    {
        int start = end;
        while (start > 0 && (LogicalText.IsWord(_text[start - 1]) || _text[start - 1] is (byte)'$' or >= 0x80))
            start--;
        return start;
    }
}
