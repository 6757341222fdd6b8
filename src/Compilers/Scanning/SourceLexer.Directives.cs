namespace Larder.Compilers.Scanning;

/// <summary>Directives and the operands that name files.</summary>
internal ref partial struct SourceLexer
{
    // No path is longer (PATH_MAX). The bound keeps a line full of unfinished operands from being read once for each.
    private const int LongestOperand = 4096;

    /// <summary>Reads a directive from after its number sign. What follows its name and operand is program text again, up to
    /// the end of the line.</summary>
    private int Directive(int at)
    {
        at = SkipTrivia(at, acrossLines: false);
        var name = WordAt(at, out var end);
        _line = DirectiveLine.Other;
        SetFloor(end, startsLine: false);
        if (name.IsEmpty)
            return end;
        if (LogicalText.IsDigit(name[0]))
            return LineFile(end, computed: false);
        switch (name[0])
        {
            case (byte)'d' when name.SequenceEqual("define"u8):
                _line = DirectiveLine.Definition;
                end = Definition(end);
                if (_into.WatchedMacro is { } inBody)
                    Watch(end, inBody);
                return end;
            case (byte)'i' when name.SequenceEqual("if"u8):
            case (byte)'e' when name.SequenceEqual("elif"u8):
                _line = DirectiveLine.Condition;
                if (_into.WatchedMacro is { } inCondition)
                    Watch(end, inCondition);
                return end;
            case (byte)'i' when name.SequenceEqual("ifdef"u8) || name.SequenceEqual("ifndef"u8):
            case (byte)'e' when name.SequenceEqual("elifdef"u8) || name.SequenceEqual("elifndef"u8):
            case (byte)'u' when name.SequenceEqual("undef"u8):
                _line = DirectiveLine.Name;
                return end;
            case (byte)'e' when name.SequenceEqual("error"u8):
            case (byte)'w' when name.SequenceEqual("warning"u8):
                return Message(end);
            case (byte)'p' when name.SequenceEqual("pragma"u8):
                return Pragma(end);
            case (byte)'l' when name.SequenceEqual("line"u8):
                return LineNumber(end);
        }
        if (KnownWords.IncludeDirective(name) is not { } kind)
        {
            // In assembler it may be a remark, which is passed on with its macros expanded: the name is a word like others.
            return SetFloor(at, startsLine: false);
        }
        if (kind == DirectiveKind.Import)
            Report(ScanFindings.Import);
        return Operand(end, kind, withinParentheses: false);
    }

    /// <summary>Reads a header name, or notes the tokens that stand for one. Those are left to be read as program text.</summary>
    private int Operand(int at, DirectiveKind kind, bool withinParentheses)
    {
        at = SkipTrivia(at, acrossLines: false);
        if (HeaderName(at, out var form, out var name, out var end))
        {
            if (withinParentheses && _line == DirectiveLine.Definition && form == HeaderOperandForm.Angled)
                Report(ScanFindings.HasIncludeInMacro | KnownWords.PlainMacros(name));
            // Where the line is skipped, compilers see tokens here, and these would begin a comment or go on as a string.
            _text.Uncertain |= form == HeaderOperandForm.Angled ? name.AsSpan().IndexOf("/*"u8) >= 0 : name.AsSpan().EndsWith("\\"u8);
            _into.Add(new HeaderOperand(kind, form, name));
            return SetFloor(end, startsLine: false);
        }
        var tokens = RestOfLine(at, withinParentheses);
        if (tokens.Length > 0)
        {
            _into.Add(new HeaderOperand(kind, HeaderOperandForm.Computed, tokens));
            Report(withinParentheses ? ScanFindings.HasIncludeObscured : ScanFindings.ComputedInclude);
        }
        return SetFloor(at, startsLine: false);
    }

    private bool HeaderName(int at, out HeaderOperandForm form, out byte[] name, out int end)
    {
        form = HeaderOperandForm.Computed;
        name = [];
        var open = _text.Peek(at, out var from);
        end = from;
        if (open is not ('<' or '"'))
            return false;
        var close = open == '<' ? '>' : '"';
        form = open == '<' ? HeaderOperandForm.Angled : HeaderOperandForm.Quoted;
        var plain = _text.Bytes[from..Math.Min(_text.Bytes.Length, from + LongestOperand)].IndexOfAny([(byte)close, (byte)'\n', (byte)'\r', (byte)'\\', (byte)'?']);
        if (plain >= 0 && _text.Bytes[from + plain] == close)
        {
            name = _text.Bytes.Slice(from, plain).ToArray();
            end = from + plain + 1;
            return true;
        }
        var characters = new List<byte>();
        if (_text.Uncertain)
            return false;
        while (true)
        {
            var c = _text.Peek(end, out end);
            if (c == close)
                break;
            if (c < 0 || LogicalText.IsNewline((byte)c))
                return false;
            if (characters.Count == LongestOperand)
            {
                _text.Uncertain = true;
                return false;
            }
            characters.Add((byte)c);
        }
        name = [.. characters];
        return true;
    }

    /// <summary>The tokens up to the line's end, or to the parenthesis that closes, without comments.</summary>
    private byte[] RestOfLine(int at, bool withinParentheses)
    {
        var tokens = new List<byte>();
        var depth = 0;
        if (_text.Uncertain)
            return [];
        while (true)
        {
            var after = SkipTrivia(at, acrossLines: false);
            if (after != at && tokens.Count > 0)
                tokens.Add((byte)' ');
            var c = _text.Peek(after, out at);
            if (c < 0 || LogicalText.IsNewline((byte)c) || (withinParentheses && c == ')' && depth == 0))
                break;
            if (tokens.Count >= LongestOperand)
            {
                _text.Uncertain = true;
                break;
            }
            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            tokens.Add((byte)c);
        }
        while (tokens.Count > 0 && tokens[^1] == ' ')
            tokens.RemoveAt(tokens.Count - 1);
        return [.. tokens];
    }

    private int Definition(int at)
    {
        at = SkipTrivia(at, acrossLines: false);
        var end = at;
        while (end < _text.Bytes.Length && (LogicalText.IsWord(_text.Bytes[end]) || _text.Bytes[end] == '$' || _text.Bytes[end] >= 0x80))
            end++;
        var name = _text.Bytes[at..end];
        var joined = _text.SkipSplices(end);
        if (joined != end && joined < _text.Bytes.Length && LogicalText.IsWord(_text.Bytes[joined]))
        {
            name = WordAt(at, out end);
            joined = _text.SkipSplices(end);
        }
        SetFloor(end, startsLine: false);
        _functionLike = joined < _text.Bytes.Length && _text.Bytes[joined] == '(';
        if (name.IsEmpty || (_into.WantedMacro is { } wanted && !name.SequenceEqual(wanted)))
            return end;
        if (!_functionLike && MayBeHeaderName(end) && IsOneHeaderName(end, out var form, out var header))
            _into.Add(new MacroHeader(name.ToArray(), form, header));
        else
            _into.WantedIsOtherwise = true;
        if (_functionLike && IsHasIncludeOfParameter(joined, out var definitionEnd))
        {
            _into.AddHasIncludeMacro(name.ToArray());
            Report(ScanFindings.HasIncludeParameter);
            return SetFloor(definitionEnd, startsLine: false);
        }
        return end;
    }

    private readonly bool MayBeHeaderName(int at)
    {
        while (at < _text.Bytes.Length && LogicalText.IsBlank(_text.Bytes[at]))
            at++;
        return at < _text.Bytes.Length && _text.Bytes[at] is (byte)'"' or (byte)'<' or (byte)'/' or (byte)'\\' or (byte)'?';
    }

    private bool IsOneHeaderName(int at, out HeaderOperandForm form, out byte[] header)
    {
        at = SkipTrivia(at, acrossLines: false);
        if (!HeaderName(at, out form, out header, out var end))
            return false;

        // The compiler joins the tokens between the angles again: only where they are one piece is their spelling known.
        var unclear = form == HeaderOperandForm.Angled ? " \t\v\f\"'\\"u8 : "\\"u8;
        if (header.AsSpan().IndexOfAny(unclear) >= 0 || header.AsSpan().IndexOf("/*"u8) >= 0 || header.AsSpan().IndexOf("//"u8) >= 0)
            return false;
        var c = _text.Peek(SkipTrivia(end, acrossLines: false), out _);
        return c < 0 || LogicalText.IsNewline((byte)c);
    }

    /// <summary>A line whose rest clang takes as it stands.</summary>
    private int Message(int at)
    {
        var bytes = _text.Bytes;
        var end = at;
        while (true)
        {
            var newline = bytes[end..].IndexOfAny((byte)'\n', (byte)'\r');
            end = newline < 0 ? bytes.Length : end + newline;
            if (newline < 0 || !_text.IsSpliced(end, at))
                break;
            end = _text.AfterNewline(end);
        }
        var message = bytes[at..end];
        if (message.IndexOf("/*"u8) < 0 && message.IndexOf("R\""u8) < 0 && !message.Contains((byte)'\\') && message.IndexOf("??"u8) < 0)
            return at;
        _text.Met |= Reading.OpaqueMessages;
        return _text.Has(Reading.OpaqueMessages) ? SetFloor(end, startsLine: false) : at;
    }

    private int Pragma(int at)
    {
        var word = WordAt(SkipTrivia(at, acrossLines: false), out var end);
        if (word.SequenceEqual("once"u8))
            Report(ScanFindings.PragmaOnce);
        else if (word.SequenceEqual("mark"u8))
            return Message(end);
        else if (word.SequenceEqual("include_alias"u8))
            Report(ScanFindings.ComputedInclude | ScanFindings.TooComplex);
        else if (word.SequenceEqual("GCC"u8) || word.SequenceEqual("clang"u8))
        {
            // "GCC dependency" is found as a word, for it can also come through _Pragma(#x).
            word = WordAt(SkipTrivia(end, acrossLines: false), out _);
            if (word.SequenceEqual("pch_preprocess"u8))
                Report(ScanFindings.PragmaPch);
            else if (word.SequenceEqual("module"u8))
                Report(ScanFindings.CxxImport | ScanFindings.ModulePragma);
        }
        return at;
    }

    /// <summary>Reads the content of a string as the pragma it may become.</summary>
    private readonly void PragmaLiteral(scoped ReadOnlySpan<byte> content, bool onlyGcc)
    {
        if (onlyGcc && !content.TrimStart(" \t"u8).StartsWith("GCC"u8) && !content.TrimStart(" \t"u8).StartsWith("clang"u8))
            return;
        var matters = content.IndexOf("once"u8) >= 0 || content.IndexOf("dependency"u8) >= 0 || content.IndexOf("pch_preprocess"u8) >= 0
            || content.IndexOf("include_alias"u8) >= 0 || content.IndexOf("module"u8) >= 0 || content.Contains((byte)'\n');
        if (!matters)
            return;
        var pragma = new List<byte>(content.Length + 10);
        pragma.AddRange("#pragma "u8);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && i + 1 < content.Length && content[i + 1] is (byte)'"' or (byte)'\\')
                i++;
            pragma.Add(content[i]);
        }
        pragma.Add((byte)'\n');
        new SourceLexer(pragma.ToArray(), _dialect, Reading.Default, _into, nested: true).Run();
    }

    private int LineNumber(int at)
    {
        Report(ScanFindings.LineDirective);
        at = SkipTrivia(at, acrossLines: false);
        var digits = at;
        while (digits < _text.Bytes.Length && (LogicalText.IsWord(_text.Bytes[digits]) || _text.Bytes[digits] == '\''))
            digits++;
        if (digits == at || !LogicalText.IsDigit(_text.Bytes[at]))
        {
            Report(ScanFindings.LineFileComputed);
            return at;
        }
        return LineFile(digits, computed: true);
    }

    /// <summary>The file name after a line number.</summary>
    private int LineFile(int at, bool computed)
    {
        at = SkipTrivia(at, acrossLines: false);
        if (_text.Peek(at, out var next) != '"')
        {
            if (computed && next <= _text.Bytes.Length && at < _text.Bytes.Length && !LogicalText.IsNewline(_text.Bytes[at]))
                Report(ScanFindings.LineFileComputed);
            return SetFloor(at, startsLine: false);
        }
        var file = new List<byte>();
        while (true)
        {
            var c = _text.Peek(next, out var after);
            if (c < 0 || LogicalText.IsNewline((byte)c))
                return SetFloor(next, startsLine: false);
            next = after;
            if (c == '"')
                break;
            if (c == '\\')
            {
                next = EscapeSequence.Read(ref _text, next, out var value);
                c = value;
            }
            file.Add((byte)c);
        }
        _into.AddLineFile([.. file]);
        Report(ScanFindings.LineDirective);
        return SetFloor(next, startsLine: false);
    }

    /// <summary>Steps over blanks, line joints and comments.</summary>
    private int SkipTrivia(int at, bool acrossLines)
    {
        while (at < _text.Bytes.Length)
        {
            var b = _text.Bytes[at];
            if (LogicalText.IsBlank(b) || (acrossLines && LogicalText.IsNewline(b)))
            {
                at++;
                continue;
            }
            var joined = _text.SkipSplices(at);
            if (joined != at)
            {
                at = joined;
                continue;
            }
            if (b != '/')
                break;
            var second = _text.Peek(at + 1, out var after);
            if (second == '*')
                at = BlockComment(after);
            else if (second == '/' && EndsLineComment(after, out var end))
                at = end;
            else
                break;
        }
        return Math.Min(at, _text.Bytes.Length);
    }

    /// <summary>The word at a position, its line joints removed; empty if there is none.</summary>
    private ReadOnlySpan<byte> WordAt(int at, out int end)
    {
        var bytes = _text.Bytes;
        end = at;
        while (end < bytes.Length && LogicalText.IsWord(bytes[end]))
            end++;
        if (end == at || end >= bytes.Length || bytes[end] is not ((byte)'\\' or (byte)'?'))
            return bytes[at..end];
        var next = _text.SkipSplices(end);
        if (next == end || next >= bytes.Length || !LogicalText.IsWord(bytes[next]))
            return bytes[at..end];
        var word = new List<byte>();
        for (next = at; next < bytes.Length && LogicalText.IsWord(bytes[next]); next = _text.SkipSplices(end))
        {
            word.Add(bytes[next]);
            end = next + 1;
        }
        return word.ToArray();
    }
}
