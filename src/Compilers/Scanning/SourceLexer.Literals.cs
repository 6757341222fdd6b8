namespace Larder.Compilers.Scanning;

/// <summary>String literals, raw and not, character constants, and the apostrophes and R's that are neither.</summary>
internal ref partial struct SourceLexer
{
    private int Literal(int at)
    {
        if (!_literalRun)
        {
            // After a macro, a template goes on; the macro may have begun the directive that this literal ends.
            _incbin = default;
            _asmRun = _asmTemplate || (_asmRun && _text.Bytes[Math.Min(_runEnd, at)..at].IndexOfAny((byte)';', (byte)'{', (byte)'}') < 0);
            if (_asmRun && IncbinMatcher.EndsDirective(_text.Bytes[(at + 1)..]))
                Report(ScanFindings.IncbinText | ScanFindings.AsmInclude);
        }
        _literalRun = true;
        var end = IsRawPrefix(at) ? RawString(at) : Quoted(at, (byte)'"');
        _runEnd = end;
        if (_incbin.Found)
            Report(_asmRun || IsAssembler ? ScanFindings.IncbinText | ScanFindings.AsmInclude : ScanFindings.IncbinText);
        if (!_nested)
            PragmaLiteral(_text.Bytes[(at + 1)..Math.Max(at + 1, end - 1)], onlyGcc: true);
        return SetFloor(end, startsLine: false);
    }

    /// <summary>Steps over a quoted literal. Without an end it stops before the line's, as compilers do where they go on.</summary>
    private int Quoted(int at, byte quote)
    {
        var bytes = _text.Bytes;
        var watched = quote == '"' || IsAssembler;
        ReadOnlySpan<byte> stops = quote == '"' ? "\"\\\n\r?"u8 : "'\\\n\r?"u8;
        for (at++; at < bytes.Length;)
        {
            var run = bytes[at..].IndexOfAny(stops);
            var stop = run < 0 ? bytes.Length : at + run;
            if (watched)
                _incbin.Add(bytes[at..stop]);
            if (stop >= bytes.Length)
                return stop;
            at = stop;
            if (bytes[at] == quote)
                return at + 1;
            if (LogicalText.IsNewline(bytes[at]))
                return at;
            var joined = _text.SkipSplices(at);
            if (joined != at)
            {
                at = joined;
                continue;
            }
            var c = _text.Peek(at, out var next);
            if (c == '\\')
                at = Escape(next, watched);
            else
            {
                if (watched)
                    _incbin.Add((byte)'?');
                at = next;
            }
        }
        return at;
    }

    /// <summary>Steps over what follows a backslash in a literal.</summary>
    private int Escape(int at, bool watched)
    {
        var from = _text.SkipSplices(at);
        if (from >= _text.Bytes.Length || LogicalText.IsNewline(_text.Bytes[from]))
            return from;
        var next = EscapeSequence.Read(ref _text, from, out var value);
        if (!watched)
            return next;
        if (IsAssembler)
        {
            // The assembler reads what is written; only the closing quote matters here.
            _incbin.Add((byte)'\\');
            _text.Peek(from, out next);
            _incbin.Add(_text.Bytes[from..next]);
            return next;
        }
        _incbin.Add(value);
        return next;
    }

    private bool IsRawPrefix(int at)
    {
        var start = at;
        Span<byte> prefix = stackalloc byte[4];
        var length = 0;
        while (length < prefix.Length && Before(ref start, out var b) && LogicalText.IsWord(b))
            prefix[length++] = b;
        if (length == 0 || prefix[0] != 'R')
            return false;
        // Read backwards: R, LR, uR, UR, u8R. A fourth character makes it another word.
        prefix = prefix[..length];
        if (!(prefix.SequenceEqual("R"u8) || prefix.SequenceEqual("RL"u8) || prefix.SequenceEqual("Ru"u8)
            || prefix.SequenceEqual("RU"u8) || prefix.SequenceEqual("R8u"u8)))
            return false;
        if (start > 0)
        {
            // Whether "$R" or a letter of another alphabet makes one identifier depends on options; ".R" may end a number.
            var b = _text.Bytes[start - 1];
            _text.Uncertain |= b is (byte)'$' or (byte)'.' || b >= 0x80 || (b is (byte)'+' or (byte)'-' && start > _floor && EndsInNumber(start));
        }
        _text.Met |= Reading.PlainRaw;
        return !_text.Has(Reading.PlainRaw);
    }

    /// <summary>Steps one logical character back, unless it is no word character.</summary>
    private bool Before(ref int at, out byte b)
    {
        var p = at;
        b = 0;
        while (p > 0 && LogicalText.IsNewline(_text.Bytes[p - 1]))
        {
            p--;
            if (p > 0 && _text.Bytes[p] == '\n' && _text.Bytes[p - 1] == '\r')
                p--;
            if (!_text.IsSpliced(p, 0))
                return false;
            while (p > 0 && LogicalText.IsBlank(_text.Bytes[p - 1]))
                p--;
            p -= _text.Bytes[p - 1] == '\\' ? 1 : 3;
        }
        if (p <= 0 || !LogicalText.IsWord(_text.Bytes[p - 1]))
            return false;
        b = _text.Bytes[p - 1];
        at = p - 1;
        return true;
    }

    private int RawString(int at)
    {
        var rest = _text.Bytes[(at + 1)..];
        var open = rest[..Math.Min(17, rest.Length)].IndexOf((byte)'(');
        var notInDelimiter = " )\\\t\v\f\n\r\0"u8;
        var delimiter = open < 0 ? default : rest[..open];
        if (open < 0 || delimiter.IndexOfAny(notInDelimiter) >= 0)
        {
            // Not a raw string after all. Where compilers go on, they go to the next quote, whatever stands before it.
            var end = Quoted(at, (byte)'"');
            var quote = rest.IndexOf((byte)'"');
            _text.Uncertain |= quote < 0 || at + 2 + quote != end;
            return end;
        }
        Span<byte> terminator = stackalloc byte[18];
        terminator[0] = (byte)')';
        delimiter.CopyTo(terminator[1..]);
        terminator[open + 1] = (byte)'"';
        var content = rest[(open + 1)..];
        var length = content.IndexOf(terminator[..(open + 2)]);
        if (length < 0)
        {
            _incbin.Add(content);
            return _text.Bytes.Length;
        }
        _incbin.Add(content[..length]);
        return at + 1 + open + 1 + length + open + 2;
    }

    private int Apostrophe(int at)
    {
        if (at + 1 < _text.Bytes.Length && (at == _floor ? _floorIsInNumber : EndsInNumber(at)))
        {
            var next = _text.SkipSplices(at + 1);
            if (next < _text.Bytes.Length && LogicalText.IsWord(_text.Bytes[next]))
            {
                _text.Met |= Reading.PlainApostrophe;
                if (!_text.Has(Reading.PlainApostrophe))
                {
                    SetFloor(at + 1, startsLine: false);
                    _floorIsInNumber = true;
                    return at + 1;
                }
            }
        }
        if (IsAssembler)
            _incbin = default;
        var end = Quoted(at, (byte)'\'');
        if (IsAssembler && _incbin.Found)
            Report(ScanFindings.IncbinText | ScanFindings.AsmInclude);
        return SetFloor(end, startsLine: false);
    }

    /// <summary>Whether the characters right before a position are the end of a preprocessing number.</summary>
    private readonly bool EndsInNumber(int at)
    {
        var bytes = _text.Bytes;
        var start = at;
        while (start > _floor)
        {
            var b = bytes[start - 1];
            var sign = b is (byte)'+' or (byte)'-' && start - 1 > _floor && bytes[start - 2] is (byte)'e' or (byte)'E' or (byte)'p' or (byte)'P';
            if (!LogicalText.IsWord(b) && b != '.' && !sign)
                break;
            start--;
        }
        if (start == _floor && _floorIsInNumber)
            return true;
        // Once a number has begun, every further character of such a run belongs to it.
        while (start < at)
        {
            var b = bytes[start];
            if (LogicalText.IsDigit(b) || (b == '.' && start + 1 < at && LogicalText.IsDigit(bytes[start + 1])))
                return true;
            start++;
            while (LogicalText.IsWord(b) && start < at && LogicalText.IsWord(bytes[start]))
                start++;
        }
        return false;
    }

    private readonly bool ContinuesLiteralRun(int at)
    {
        if (at < _floor)
            return true;
        var gap = _text.Bytes[_floor..at].Trim("\0 \t\n\v\f\r"u8);
        return gap.IsEmpty || (_text.Bytes[at] == '"' && (gap.SequenceEqual("L"u8) || gap.SequenceEqual("u"u8)
            || gap.SequenceEqual("U"u8) || gap.SequenceEqual("u8"u8) || gap.SequenceEqual("R"u8) || gap.SequenceEqual("LR"u8)
            || gap.SequenceEqual("uR"u8) || gap.SequenceEqual("UR"u8) || gap.SequenceEqual("u8R"u8)));
    }

    /// <summary>A literal that breaks off inside a directive's name, with a macro after it to go on.</summary>
    private void EndLiteralRun(int at)
    {
        _literalRun = false;
        if (_incbin.Partial < (_asmRun ? 1 : 4))
            return;
        var gap = _text.Bytes[Math.Min(_floor, at)..].TrimStart("\0 \t\n\v\f\r"u8);
        if (gap.IsEmpty || LogicalText.IsWord(gap[0]) || gap[0] is (byte)'#' or (byte)'%' or (byte)'"')
            Report(ScanFindings.IncbinText);
    }
}
