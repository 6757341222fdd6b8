using Larder.Posix;

namespace Larder.Units.Sources.Git;

/// <summary>
/// Git's matching of patterns (gitignore(5), "PATTERN FORMAT"; git's wildmatch.c, whose outcomes it has one by one): "?", "*", "**", sets,
/// ranges and classes in brackets, and a backslash that takes what follows as it is.
/// </summary>
internal ref struct Wildmatch
{
    private const int FewDoubleStars = 2;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isPath;

    /// <summary>How attempts ended, by where they began in pattern and text; null where there are few of them.</summary>
    private readonly Dictionary<(int Pattern, int Text), Verdict>? _known;

    private Wildmatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool isPath)
    {
        _pattern = pattern;
        _text = text;
        _isPath = isPath;

        // Each "**/" tries all that is behind it twice for each directory: what several of them try becomes the same in exponentially many ways.
        _known = isPath && pattern.Count("**/"u8) > FewDoubleStars ? [] : null;
    }

    /// <summary>What a step ended in. The last two spare attempts that must fail as well, which would be exponentially many.</summary>
    private enum Verdict
    {
        Match,
        NoMatch,

        /// <summary>The text is too short, wherever a star before ends.</summary>
        AbortAll,

        /// <summary>No star that stops at slashes helps any more.</summary>
        AbortToDoubleStar,
    }

    /// <summary>Whether the whole text matches.</summary>
    /// <param name="pattern">The pattern; one that is longer than any path matches none, so that no line of a file can exhaust the stack.</param>
    /// <param name="text">A name or a path.</param>
    /// <param name="isPath">Only "**" matches slashes; otherwise everything does.</param>
    internal static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool isPath) =>
        pattern.Length <= FileSystem.PathMax && new Wildmatch(pattern, text, isPath).Run(0, 0) == Verdict.Match;

    /// <summary>What stands before the first character that means something else than itself.</summary>
    internal static int LiteralLength(ReadOnlySpan<byte> pattern)
    {
        int length = pattern.IndexOfAny("*?[\\"u8);
        return length < 0 ? pattern.Length : length;
    }

    private readonly byte PatternAt(int at) => at < _pattern.Length ? _pattern[at] : (byte)0;

    private readonly byte TextAt(int at) => at < _text.Length ? _text[at] : (byte)0;

    private readonly Verdict Run(int p, int t)
    {
        int start = p;
        for (; p < _pattern.Length; p++, t++)
        {
            byte wanted = _pattern[p];
            if (t >= _text.Length && wanted != (byte)'*')
                return Verdict.AbortAll;
            byte met = TextAt(t);
            switch (wanted)
            {
                case (byte)'?':
                    if (_isPath && met == (byte)'/')
                        return Verdict.NoMatch;
                    break;
                case (byte)'*':
                    bool crosses = ReadStars(start, ref p, t, out bool isMatch);
                    if (isMatch)
                        return Verdict.Match;
                    if (p >= _pattern.Length)
                        return crosses || _text[Math.Min(t, _text.Length)..].IndexOf((byte)'/') < 0 ? Verdict.Match : Verdict.AbortToDoubleStar;
                    if (crosses || _pattern[p] != (byte)'/')
                        return RunAfterStars(p, t, crosses);
                    int slash = _text[Math.Min(t, _text.Length)..].IndexOf((byte)'/');
                    if (slash < 0)
                        return Verdict.AbortAll;
                    t += slash;
                    break;
                case (byte)'[':
                    Verdict verdict = ReadSet(ref p, met);
                    if (verdict != Verdict.Match)
                        return verdict;
                    break;
                case (byte)'\\':
                    if (PatternAt(++p) != met)
                        return Verdict.NoMatch;
                    break;
                default:
                    if (wanted != met)
                        return Verdict.NoMatch;
                    break;
            }
        }

        return t < _text.Length ? Verdict.NoMatch : Verdict.Match;
    }

    /// <summary>Steps over one or several stars. Whether they match slashes too.</summary>
    private readonly bool ReadStars(int start, ref int p, int t, out bool isMatch)
    {
        isMatch = false;
        int before = p - 1;
        if (PatternAt(++p) != (byte)'*')
            return !_isPath;
        while (PatternAt(p) == (byte)'*')
            p++;
        if (!_isPath)
            return true;
        bool isAlone = (before < start || _pattern[before] == (byte)'/')
            && (p >= _pattern.Length || _pattern[p] == (byte)'/' || (_pattern[p] == (byte)'\\' && PatternAt(p + 1) == (byte)'/'));

        // "**/" may stand for no directory at all.
        isMatch = isAlone && PatternAt(p) == (byte)'/' && Attempt(p + 1, t) == Verdict.Match;
        return isAlone;
    }

    private readonly Verdict RunAfterStars(int p, int t, bool crosses)
    {
        byte next = _pattern[p];
        bool isLiteral = "*?[\\"u8.IndexOf(next) < 0;
        while (t < _text.Length)
        {
            if (isLiteral)
            {
                while (t < _text.Length && _text[t] != next && (crosses || _text[t] != (byte)'/'))
                    t++;
                if (TextAt(t) != next)
                    return crosses ? Verdict.AbortAll : Verdict.AbortToDoubleStar;
            }

            Verdict verdict = Attempt(p, t);
            if (verdict != Verdict.NoMatch)
            {
                if (!crosses || verdict != Verdict.AbortToDoubleStar)
                    return verdict;
            }
            else if (!crosses && _text[t] == (byte)'/')
            {
                return Verdict.AbortToDoubleStar;
            }

            t++;
        }

        return Verdict.AbortAll;
    }

    private readonly Verdict Attempt(int p, int t)
    {
        if (_known is null)
            return Run(p, t);
        if (!_known.TryGetValue((p, t), out Verdict verdict))
            _known[(p, t)] = verdict = Run(p, t);
        return verdict;
    }

    /// <summary>A set in brackets, which ends with <paramref name="p"/> at its "]".</summary>
    private readonly Verdict ReadSet(ref int p, byte met)
    {
        byte wanted = PatternAt(++p);
        bool isNegated = wanted is (byte)'!' or (byte)'^';
        if (isNegated)
            wanted = PatternAt(++p);
        byte previous = 0;
        bool isIn = false;
        do
        {
            if (wanted == 0)
                return Verdict.AbortAll;
            if (wanted == (byte)'\\')
            {
                wanted = PatternAt(++p);
                if (wanted == 0)
                    return Verdict.AbortAll;
                isIn |= wanted == met;
            }
            else if (wanted == (byte)'-' && previous != 0 && PatternAt(p + 1) is not 0 and not (byte)']')
            {
                wanted = PatternAt(++p);
                if (wanted == (byte)'\\')
                    wanted = PatternAt(++p);
                if (wanted == 0)
                    return Verdict.AbortAll;
                isIn |= met >= previous && met <= wanted;
                wanted = 0;
            }
            else if (wanted == (byte)'[' && PatternAt(p + 1) == (byte)':')
            {
                int end = _pattern[(p + 2)..].IndexOf((byte)']');
                if (end < 0)
                    return Verdict.AbortAll;
                if (end > 0 && _pattern[p + 1 + end] == (byte)':')
                {
                    if (!TryClass(_pattern.Slice(p + 2, end - 1), met, ref isIn))
                        return Verdict.AbortAll;
                    p += 2 + end;
                    wanted = 0;
                }
                else
                {
                    isIn |= met == (byte)'[';
                }
            }
            else
            {
                isIn |= wanted == met;
            }

            previous = wanted;
            wanted = PatternAt(++p);
        }
        while (wanted != (byte)']');
        return isIn == isNegated || (_isPath && met == (byte)'/') ? Verdict.NoMatch : Verdict.Match;
    }

    private static bool TryClass(ReadOnlySpan<byte> name, byte met, ref bool isIn)
    {
        char c = (char)met;
        bool? isOf = name switch
        {
            _ when name.SequenceEqual("alnum"u8) => char.IsAsciiLetterOrDigit(c),
            _ when name.SequenceEqual("alpha"u8) => char.IsAsciiLetter(c),
            _ when name.SequenceEqual("blank"u8) => c is ' ' or '\t',
            _ when name.SequenceEqual("cntrl"u8) => c is < ' ' or '\x7f',
            _ when name.SequenceEqual("digit"u8) => char.IsAsciiDigit(c),
            _ when name.SequenceEqual("graph"u8) => c is > ' ' and < '\x7f',
            _ when name.SequenceEqual("lower"u8) => char.IsAsciiLetterLower(c),
            _ when name.SequenceEqual("print"u8) => c is >= ' ' and < '\x7f',
            _ when name.SequenceEqual("punct"u8) => c is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(c),
            _ when name.SequenceEqual("space"u8) => c is ' ' or '\t' or '\n' or '\r',
            _ when name.SequenceEqual("upper"u8) => char.IsAsciiLetterUpper(c),
            _ when name.SequenceEqual("xdigit"u8) => char.IsAsciiHexDigit(c),
            _ => null,
        };
        isIn |= isOf == true;
        return isOf is not null;
    }
}
