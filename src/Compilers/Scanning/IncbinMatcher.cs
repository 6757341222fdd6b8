namespace Larder.Compilers.Scanning;

/// <summary>
/// Watches a stream of string contents for an assembler directive that reads a file. Assemblers ignore case; a directive
/// name may be cut anywhere by the joining of literals, so the state lives across calls.
/// </summary>
internal struct IncbinMatcher
{
    private const ulong Incbin = 0x69_6E_63_62_69_6E; // "incbin"
    private const ulong IncbinMask = 0xFFFF_FFFF_FFFF;
    private const ulong DotInclude = 0x2E_69_6E_63_6C_75_64_65; // ".include"

    private ulong _window;
    private ulong _older;
    private bool _midStatement;
    private byte _partial;
    private bool _towardsInclude;

    /// <summary><c>incbin</c> anywhere, or <c>.include</c> that is not the tail of a longer name, has gone by.</summary>
    public bool Found { get; private set; }

    /// <summary>How many last characters begin such a directive at the start of a statement.</summary>
    public readonly int Partial => _partial;

    /// <summary>Whether a literal's text starts with what can be the rest of such a directive's name.</summary>
    public static bool EndsDirective(ReadOnlySpan<byte> text)
    {
        var end = 0;
        while (end < 7 && end < text.Length && LogicalText.IsWord(text[end]))
            end++;
        if (end < 3 || (end < text.Length && IsSymbol(text[end])))
            return false;
        Span<byte> lower = stackalloc byte[end];
        for (var i = 0; i < end; i++)
            lower[i] = (byte)(text[i] | 0x20);
        return ("incbin"u8).EndsWith(lower) || ("include"u8).EndsWith(lower);
    }

    /// <summary>Takes one character.</summary>
    public void Add(byte b)
    {
        if ((uint)(b - 'A') < 26)
            b |= 0x20;
        _older = (_older << 8) | (_window >> 56);
        _window = (_window << 8) | b;
        if ((_window & IncbinMask) == Incbin || (_window == DotInclude && !IsSymbol((byte)_older)))
            Found = true;
        Advance(b);
    }

    /// <summary>Takes a run of characters.</summary>
    public void Add(ReadOnlySpan<byte> run)
    {
        // Most literals are not assembler: without an "inc" pair inside, only the ends matter.
        if (run.Length > 40 && run.IndexOf("nc"u8) < 0 && run.IndexOf("NC"u8) < 0 && run.IndexOf("Nc"u8) < 0 && run.IndexOf("nC"u8) < 0)
        {
            foreach (var b in run[..12])
                Add(b);
            _midStatement = true;
            run = run[^20..];
        }
        foreach (var b in run)
            Add(b);
    }

    private void Advance(byte b)
    {
        if (b == '.')
        {
            _partial = _midStatement ? (byte)0 : (byte)1;
            _midStatement = true;
            return;
        }
        if (_partial > 0)
        {
            var matches = _partial switch
            {
                1 => b == 'i',
                2 => b == 'n',
                3 => b == 'c',
                4 => b is (byte)'b' or (byte)'l',
                5 => b == (_towardsInclude ? 'u' : 'i'),
                6 => b == (_towardsInclude ? 'd' : 'n'),
                7 => b == 'e' && _towardsInclude,
                _ => false,
            };
            if (_partial == 4)
                _towardsInclude = b == 'l';
            _partial = matches ? (byte)(_partial + 1) : (byte)0;
        }
        _midStatement = b is not ((byte)'\n' or (byte)'\r' or (byte)';' or (byte)':' or (byte)'{' or (byte)'|')
            && (_midStatement || b is not ((byte)' ' or (byte)'\t'));
    }

    private static bool IsSymbol(byte b) => LogicalText.IsWord(b) || b is (byte)'.' or (byte)'$';
}
