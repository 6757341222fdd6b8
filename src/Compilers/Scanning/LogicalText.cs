using System.Runtime.CompilerServices;

namespace Larder.Compilers.Scanning;

/// <summary>
/// A source text with translation phases 1 and 2 applied on the fly: trigraphs (if the reading has them) and lines joined by
/// a backslash, blanks after it included, as gcc and clang accept. Positions are those of the original bytes.
/// </summary>
internal ref struct LogicalText(ReadOnlySpan<byte> bytes, Reading reading)
{
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    private readonly Reading _reading = reading;

    /// <summary>The points of disagreement met so far.</summary>
    public Reading Met;

    /// <summary>Compilers disagree here in a way no reading covers.</summary>
    public bool Uncertain;

    public readonly bool Has(Reading reading) => (_reading & reading) != Reading.Default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or 0x0B or 0x0C or 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNewline(byte b) => b is (byte)'\n' or (byte)'\r';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(byte b) => (uint)(b - '0') < 10;

    /// <summary>ASCII identifier characters. The dollar sign and bytes of other alphabets end a word: whether they belong to
    /// an identifier depends on options, and a word cut short can only be reported too often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWord(byte b) => (uint)((b | 0x20) - 'a') < 26 || (uint)(b - '0') < 10 || b == '_';

    /// <summary>The position after all line joints that start at <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SkipSplices(int at) =>
        (uint)at < (uint)Bytes.Length && Bytes[at] is (byte)'\\' or (byte)'?' ? SkipSplicesFrom(at) : at;

    private int SkipSplicesFrom(int at)
    {
        while ((uint)at < (uint)Bytes.Length && Bytes[at] is (byte)'\\' or (byte)'?')
        {
            var after = AfterSplice(at);
            if (after == at)
                break;
            at = after;
        }
        return at;
    }

    /// <summary>The character at a position, or -1 at the end; <paramref name="next"/> is the position after it.</summary>
    public int Peek(int at, out int next)
    {
        at = SkipSplices(at);
        if (at >= Bytes.Length)
        {
            next = Bytes.Length;
            return -1;
        }
        next = at + 1;
        var b = Bytes[at];
        return b == '?' ? Question(at, ref next) : b;
    }

    /// <summary>Whether the line that ends at <paramref name="newline"/> continues; bytes before <paramref name="from"/> do
    /// not count.</summary>
    public bool IsSpliced(int newline, int from)
    {
        var last = newline - 1;
        while (last >= from && IsBlank(Bytes[last]))
        {
            Uncertain |= Bytes[last] == 0 && last > from && Bytes[last - 1] == '\\';
            last--;
        }
        if (last < from)
            return false;
        if (Bytes[last] == '\\')
        {
            Met |= Reading.NoSplices;
            return !Has(Reading.NoSplices);
        }
        if (Bytes[last] != '/' || last - 2 < from || Bytes[last - 1] != '?' || Bytes[last - 2] != '?')
            return false;
        Met |= Reading.Trigraphs | Reading.NoSplices;
        return Has(Reading.Trigraphs) && !Has(Reading.NoSplices);
    }

    /// <summary>The position after the line end at <paramref name="at"/>.</summary>
    public readonly int AfterNewline(int at) =>
        Bytes[at] == '\r' && at + 1 < Bytes.Length && Bytes[at + 1] == '\n' ? at + 2 : at + 1;

    private int AfterSplice(int at)
    {
        var p = at + 1;
        if (Bytes[at] == '?')
        {
            if (at + 2 >= Bytes.Length || Bytes[at + 1] != '?' || Bytes[at + 2] != '/')
                return at;
            Met |= Reading.Trigraphs;
            if (!Has(Reading.Trigraphs))
                return at;
            p = at + 3;
        }
        var nul = false;
        while (p < Bytes.Length && IsBlank(Bytes[p]))
            nul |= Bytes[p++] == 0;
        if (p >= Bytes.Length || !IsNewline(Bytes[p]))
            return at;
        Met |= Reading.NoSplices;
        if (Has(Reading.NoSplices))
            return at;

        // clang takes "\n\r" for one line end and a NUL for no blank here, gcc the other way round.
        Uncertain |= nul || (Bytes[p] == '\n' && p + 1 < Bytes.Length && Bytes[p + 1] == '\r');
        return AfterNewline(p);
    }

    private int Question(int at, ref int next)
    {
        if (at + 2 >= Bytes.Length || Bytes[at + 1] != '?')
            return '?';
        var replaced = Bytes[at + 2] switch
        {
            (byte)'=' => '#',
            (byte)'/' => '\\',
            (byte)'\'' => '^',
            (byte)'(' => '[',
            (byte)')' => ']',
            (byte)'<' => '{',
            (byte)'>' => '}',
            (byte)'!' => '|',
            (byte)'-' => '~',
            _ => '\0',
        };
        if (replaced == 0)
            return '?';
        Met |= Reading.Trigraphs;
        if (!Has(Reading.Trigraphs))
            return '?';
        next = at + 3;
        return replaced;
    }
}
