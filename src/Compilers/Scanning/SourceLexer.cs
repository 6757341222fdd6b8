namespace Larder.Compilers.Scanning;

/// <summary>
/// Cuts one text into what matters, under one reading: comments and literals are stepped over (literals are watched for
/// assembler directives), directives and certain words are looked at, everything else is skipped by <see cref="Triggers"/>.
/// Four parts: this one (text and comments), literals, directives, words.
/// </summary>
internal ref partial struct SourceLexer
{
    private readonly SourceDialect _dialect;
    private readonly ScanCollector _into;
    private readonly bool _nested;
    private LogicalText _text;

    // Looking back from a position ends at the floor: the end of the last thing that was stepped over as a whole.
    private int _floor;
    private bool _floorStartsLine = true;
    private bool _floorIsInNumber;

    private DirectiveLine _line;
    private int _lineGoesOnTo;
    private bool _functionLike;

    // A run of adjacent literals, which compilers join.
    private IncbinMatcher _incbin;
    private bool _literalRun;
    private bool _asmTemplate;
    private bool _asmRun;
    private int _runEnd;

    public SourceLexer(ReadOnlySpan<byte> bytes, SourceDialect dialect, Reading reading, ScanCollector into, bool nested = false)
    {
        _text = new LogicalText(bytes, reading);
        _dialect = dialect;
        _into = into;
        _nested = nested;
    }

    private readonly bool IsAssembler => _dialect == SourceDialect.AssemblerWithCpp;

    /// <summary>Reads the whole text and returns the points of disagreement met.</summary>
    public Reading Run()
    {
        var at = _text.Bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        _floor = at;
        while (true)
        {
            at = Triggers.Find(_text.Bytes, at);
            if (at >= _text.Bytes.Length)
                break;
            at = Handle(at);
        }
        EndDefinition();
        if (_text.Uncertain)
            Report(ScanFindings.TooComplex);
        return _text.Met;
    }

    private readonly void Report(ScanFindings findings) => _into.Findings |= findings;

    private int Handle(int at)
    {
        if (_line != DirectiveLine.None)
            EndLine(at);
        var b = _text.Bytes[at];
        if (_literalRun && !ContinuesLiteralRun(at))
            EndLiteralRun(at);
        switch (b)
        {
            case (byte)'"':
                return Literal(at);
            case (byte)'\'':
                return Apostrophe(at);
            case (byte)'#':
                return NumberSign(at, at + 1);
            case (byte)'%':
                return _text.Peek(at + 1, out var afterColon) == ':' ? NumberSign(at, afterColon) : at + 1;
            case (byte)'/':
                return Slash(at);
            case (byte)'?':
                return Question(at);
            case (byte)'\\':
                return Backslash(at);
            default:
                return LogicalText.IsWord(b) ? Word(at) : at + 1;
        }
    }

    private int SetFloor(int at, bool startsLine)
    {
        _floor = at;
        _floorStartsLine = startsLine;
        _floorIsInNumber = false;
        return at;
    }

    /// <summary>Whether only blanks stand between a position and the start of its logical line, comments aside.</summary>
    private readonly bool StartsLine(int at)
    {
        while (at > _floor)
        {
            var b = _text.Bytes[--at];
            if (LogicalText.IsNewline(b))
                return true;
            if (!LogicalText.IsBlank(b))
                return false;
        }
        return _floorStartsLine;
    }

    private int Question(int at)
    {
        if (_text.SkipSplices(at) != at)
            return Backslash(at);
        return _text.Peek(at, out var next) == '#' ? NumberSign(at, next) : next;
    }

    private int Backslash(int at)
    {
        var after = _text.SkipSplices(at);
        if (after == at)
            return at + 1;
        var bytes = _text.Bytes;
        if (at > _floor && LogicalText.IsWord(bytes[at - 1]) && after < bytes.Length && LogicalText.IsWord(bytes[after]))
        {
            var number = EndsInNumber(at);
            var end = SetFloor(Word(at - 1), startsLine: false);
            _floorIsInNumber = number;
            return end;
        }
        var inNumber = EndsInNumber(at);
        SetFloor(after, StartsLine(at));
        _floorIsInNumber = inNumber;
        return after;
    }

    private int Slash(int at)
    {
        var second = _text.Peek(at + 1, out var after);
        if (second == '*')
        {
            var startsLine = StartsLine(at);
            return SetFloor(BlockComment(after), startsLine);
        }
        return second == '/' && EndsLineComment(after, out var end) ? SetFloor(end, startsLine: false) : at + 1;
    }

    private int BlockComment(int at)
    {
        var bytes = _text.Bytes;
        for (var p = at + 1; ; p++)
        {
            p = Triggers.FindCommentSlash(bytes, p);
            if (p >= bytes.Length)
                return bytes.Length;
            if (bytes[p - 1] == '*' || EndsInSplicedAsterisk(at, p))
                return p + 1;
        }
    }

    private bool EndsInSplicedAsterisk(int from, int at)
    {
        while (at > from && LogicalText.IsNewline(_text.Bytes[at - 1]))
        {
            var newline = at - 1;
            if (newline > from && _text.Bytes[newline] == '\n' && _text.Bytes[newline - 1] == '\r')
                newline--;
            if (!_text.IsSpliced(newline, from))
                return false;
            at = newline;
            while (at > from && LogicalText.IsBlank(_text.Bytes[at - 1]))
                at--;
            at -= _text.Bytes[at - 1] == '\\' ? 1 : 3;
        }
        return at > from && _text.Bytes[at - 1] == '*';
    }

    /// <summary>False where the reading knows no such comment.</summary>
    private bool EndsLineComment(int at, out int end)
    {
        var bytes = _text.Bytes;
        if (_text.Has(Reading.PlainSlashes))
        {
            end = at;
            return false;
        }
        for (end = at; ; end = _text.AfterNewline(end))
        {
            var newline = end < bytes.Length ? bytes[end..].IndexOfAny((byte)'\n', (byte)'\r') : -1;
            end = newline < 0 ? bytes.Length : end + newline;
            if (newline < 0 || !_text.IsSpliced(end, at))
                break;
        }
        var comment = bytes[at..Math.Min(end, bytes.Length)];
        if (comment.StartsWith("*"u8) || comment.IndexOf("/*"u8) >= 0 || comment.IndexOf("__"u8) >= 0 || comment.Contains((byte)'\\'))
            _text.Met |= Reading.PlainSlashes;
        return true;
    }

    /// <summary>Ends the directive if its line has ended before a position. Joined lines, comments and literals are stepped
    /// over one by one, so any line end since the floor is the one.</summary>
    private void EndLine(int at)
    {
        var from = Math.Max(_floor, _lineGoesOnTo);
        if (at <= from)
            return;
        _lineGoesOnTo = at;
        var newline = _text.Bytes[from..at].IndexOfAny((byte)'\n', (byte)'\r');
        if (newline < 0)
            return;
        EndDefinition();
        _line = DirectiveLine.None;
        SetFloor(_text.AfterNewline(from + newline), startsLine: true);
    }

    private void EndDefinition()
    {
        if (_line != DirectiveLine.Definition)
            return;
        if (_literalRun && _incbin.Partial >= 4)
            Report(ScanFindings.IncbinText);
        _literalRun = _asmRun = false;
    }
}
