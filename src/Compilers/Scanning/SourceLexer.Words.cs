namespace Larder.Compilers.Scanning;

/// <summary>Words that matter, wherever they stand in program text.</summary>
internal ref partial struct SourceLexer
{
    /// <summary>Looks at the word around a position; returns the position after it.</summary>
    private int Word(int at)
    {
        var bytes = _text.Bytes;
        while (at > _floor && LogicalText.IsWord(bytes[at - 1]))
            at--;
        var word = WordAt(at, out var end);
        var predefined = KnownWords.Predefined(word);
        if (predefined != ScanFindings.None)
            Report(predefined);
        else if (KnownWords.IsAsm(word))
            return Asm(end);
        else if (KnownWords.HasOperator(word) is { } kind)
            return HasOperator(at, end, kind);
        else if (word.SequenceEqual("_Pragma"u8) || word.SequenceEqual("__pragma"u8))
            PragmaOperator(end);
        else if (KnownWords.ContainsIncbin(word))
            Report(IsAssembler ? ScanFindings.IncbinText | ScanFindings.AsmInclude : ScanFindings.IncbinText);
        else if (KnownWords.EqualsIgnoringCase(word, "include"u8))
            Include(at, end);
        else if (word.SequenceEqual("dependency"u8) && PreviousWord(at).SequenceEqual("GCC"u8))
        {
            Report(ScanFindings.PragmaGccDependency);
            Operand(end, DirectiveKind.PragmaDependency, withinParentheses: false);
            SetFloor(end, startsLine: false);
        }
        else if (word.SequenceEqual("import"u8) || word.SequenceEqual("__import"u8))
            Import(at, end);
        else if (word.SequenceEqual("module"u8) || word.SequenceEqual("__module"u8))
            Module(at, end);
        return end;
    }

    private void Module(int at, int end)
    {
        var startsLine = StartsModuleLine(at);
        var operand = SkipTrivia(end, acrossLines: false);
        var next = _text.Peek(operand, out _);
        if (next is not (';' or ':') && !(next > 0 && LogicalText.IsWord((byte)next)))
            return;
        if (startsLine)
            Report(ScanFindings.CxxImport);
        if (_line != DirectiveLine.None || !HasModules)
            return;
        var name = ModuleName(operand);
        var exported = PreviousWord(at) is var before && (before.SequenceEqual("export"u8) || before.SequenceEqual("__export"u8));
        if (!startsLine)
            name = [];
        else if (next == ';' || name.AsSpan().SequenceEqual(":private"u8))
            return;
        var kind = name.Length > 0 && !exported && !name.AsSpan().Contains((byte)':') ? DirectiveKind.ModuleImplementation : DirectiveKind.ModuleInterface;
        _into.Add(new HeaderOperand(kind, HeaderOperandForm.Computed, name));
    }

    /// <summary>A module's name up to its semicolon or attributes, without blanks; empty where anything else stands there.</summary>
    private byte[] ModuleName(int at)
    {
        List<byte> name = [];
        while (true)
        {
            at = SkipTrivia(at, acrossLines: false);
            var word = WordAt(at, out var end);
            if (!word.IsEmpty)
            {
                // Two words in a row, or a number.
                if ((name.Count > 0 && name[^1] is not ((byte)'.' or (byte)':')) || LogicalText.IsDigit(word[0]))
                    return [];
                name.AddRange(word);
                at = end;
                continue;
            }

            var c = _text.Peek(at, out at);
            if (c is ';' or '[')
                return name.Count > 0 && name[^1] is not ((byte)'.' or (byte)':') ? [.. name] : [];
            if (c is not ('.' or ':'))
                return [];
            name.Add((byte)c);
        }
    }

    private void Import(int at, int end)
    {
        if (PreviousCharacter(at) == '@')
            Report(ScanFindings.ObjCImport);
        var operand = SkipTrivia(end, acrossLines: false);
        var next = _text.Peek(operand, out _);
        if (next is not ('<' or '"' or ':') && !(next > 0 && LogicalText.IsWord((byte)next)))
            return;
        if (!StartsModuleLine(at))
        {
            // Behind a comment, a semicolon, or in a macro of clang's: whether it is an import isn't told here, and its name is not read.
            if (_line is DirectiveLine.None or DirectiveLine.Definition && HasModules)
                _into.Add(new HeaderOperand(DirectiveKind.ModuleImport, HeaderOperandForm.Computed, []));
            return;
        }
        Report(ScanFindings.CxxImport);
        if (HeaderName(operand, out var form, out var name, out _))
            _into.Add(new HeaderOperand(DirectiveKind.HeaderUnit, form, name));
        else
            _into.Add(new HeaderOperand(DirectiveKind.ModuleImport, HeaderOperandForm.Computed, ModuleName(operand)));
    }

    private readonly bool HasModules => _dialect is SourceDialect.Unknown or SourceDialect.Cxx or SourceDialect.ObjCxx or SourceDialect.Preprocessed;

    /// <summary>Whether a word stands first in a line, or after a first <c>export</c>, in a language with modules.</summary>
    private readonly bool StartsModuleLine(int at)
    {
        if (!HasModules)
            return false;
        if (StartsLine(at))
            return true;
        var before = PreviousWord(at);
        return before.SequenceEqual("export"u8) || before.SequenceEqual("__export"u8);
    }

    /// <summary>
    /// A directive's name without its dot-and-literal context: <c>.include "x"</c> as tokens, which a macro can stringise. A
    /// member of that name (<c>a.include = b</c>) is none.
    /// </summary>
    private void Include(int at, int end)
    {
        var dot = at;
        if (PreviousCharacter(ref dot) != '.')
            return;
        if (IsAssembler)
        {
            Report(ScanFindings.IncbinText | ScanFindings.AsmInclude);
            return;
        }
        var next = _text.Peek(SkipTrivia(end, acrossLines: true), out _);
        var before = PreviousCharacter(dot);
        var member = before >= 0 && (LogicalText.IsWord((byte)before) || before is ')' or ']');
        var operandFollows = next is '"' or '<' or '#' || (next > 0 && LogicalText.IsWord((byte)next));
        if (member ? operandFollows && next is not '<' : next != '=')
            Report(ScanFindings.IncbinText);
    }

    private int HasOperator(int at, int end, DirectiveKind kind)
    {
        if (_line == DirectiveLine.Name)
            return end;
        var open = SkipTrivia(end, acrossLines: false);
        if (_text.Peek(open, out var inside) != '(')
        {
            if (!PreviousWord(at).SequenceEqual("defined"u8))
                Report(ScanFindings.HasIncludeObscured);
            return end;
        }
        if (_line != DirectiveLine.Condition && (_line != DirectiveLine.Definition || _functionLike))
            Report(ScanFindings.HasIncludeObscured);
        return Operand(inside, kind, withinParentheses: true);
    }

    private void PragmaOperator(int at)
    {
        at = SkipTrivia(at, acrossLines: _line == DirectiveLine.None);
        if (_text.Peek(at, out at) != '(')
            return;
        at = SkipTrivia(at, acrossLines: _line == DirectiveLine.None);
        if (_text.Peek(at, out var inside) == '"')
        {
            var end = inside;
            while (_text.Peek(end, out var next) is var c && c is not ('"' or '\n' or '\r' or < 0))
                end = c == '\\' ? Escape(next, watched: false) : next;
            PragmaLiteral(_text.Bytes[inside..end], onlyGcc: false);
            return;
        }
        Pragma(at);

        // A raw string, or a macro: what it says is in a literal or in tokens elsewhere, but "once" is too short to look for.
        Report(ScanFindings.PragmaOnce);
    }

    /// <summary>Reads the template of an asm construct; returns the position up to which nothing is left to be read.</summary>
    private int Asm(int at)
    {
        var acrossLines = _line == DirectiveLine.None;
        var resume = at;
        while (true)
        {
            at = SkipTrivia(at, acrossLines);
            var word = WordAt(at, out var end);
            if (!KnownWords.IsAsmQualifier(word))
                break;
            at = end;
        }
        if (_text.Peek(at, out at) != '(')
            return resume;
        _literalRun = false;
        _asmRun = true;
        _runEnd = at;
        for (var first = true; ; first = false)
        {
            at = SkipTrivia(at, acrossLines);
            var word = WordAt(at, out var quote);
            if (_text.Peek(quote, out _) == '"' && (word.IsEmpty || KnownWords.IsLiteralPrefix(word)))
            {
                // The prefix has to be behind the floor for the literal to see it.
                _floor = at;
                _asmTemplate = true;
                at = resume = Literal(_text.SkipSplices(quote));
                _asmTemplate = false;
                continue;
            }
            var c = _text.Peek(at, out _);
            if (c is ':' or ')' or ',' or < 0 || (c == '#' && _line == DirectiveLine.None))
                break;
            if (first && c == '(')
                Report(ScanFindings.IncbinText | ScanFindings.AsmInclude); // gcc 15: a constant expression
            if (!first && _incbin.Partial > 0)
                Report(ScanFindings.IncbinText | ScanFindings.AsmInclude);
            if (_line != DirectiveLine.Definition)
                Report(ScanFindings.AsmNonLiteral);
            break;
        }
        return resume;
    }

    private int NumberSign(int at, int after)
    {
        if (_line == DirectiveLine.None)
        {
            if (!StartsLine(at))
                return after;

            // Conditionals can choose how a literal goes on.
            if (_literalRun && _incbin.Partial > 0)
                Report(ScanFindings.IncbinText);
            return Directive(after);
        }
        var second = _text.Peek(after, out var end);
        if (second == '%' && _text.Peek(end, out var colon) == ':')
            (second, end) = ('#', colon);
        if (second != '#')
            return after;
        if (_line == DirectiveLine.Definition)
            Paste(at, end);
        return end;
    }

    /// <summary>Looks at what token pasting makes of its neighbours.</summary>
    private void Paste(int at, int after)
    {
        const int LongestWord = 64;
        Span<byte> joined = stackalloc byte[2 * LongestWord];
        var left = PreviousWord(at);
        var right = WordAt(SkipTrivia(after, acrossLines: false), out _);
        if (KnownWords.BeginsFileBuiltin(left))
            Report(ScanFindings.FileMacro);
        if (left.Length > LongestWord || right.Length > LongestWord || left.Length + right.Length < 3)
            return;
        left.CopyTo(joined);
        right.CopyTo(joined[left.Length..]);
        joined = joined[..(left.Length + right.Length)];
        Report(KnownWords.Predefined(joined));
        if (joined.SequenceEqual("import"u8))
            _into.Add(new HeaderOperand(DirectiveKind.ModuleImport, HeaderOperandForm.Computed, []));
        if (KnownWords.ContainsIncbin(joined) || KnownWords.EqualsIgnoringCase(joined, "include"u8))
            Report(ScanFindings.IncbinText);
    }

    /// <summary>The word before a position, blanks, line joints and one parenthesis between them ignored.</summary>
    private readonly ReadOnlySpan<byte> PreviousWord(int at)
    {
        var bytes = _text.Bytes;
        var end = at;
        while (end > 0 && (LogicalText.IsBlank(bytes[end - 1]) || bytes[end - 1] is (byte)'\\' or (byte)'\n' or (byte)'\r' or (byte)'('))
            end--;
        var start = end;
        while (start > 0 && LogicalText.IsWord(bytes[start - 1]))
            start--;
        return bytes[start..end];
    }

    private readonly int PreviousCharacter(int at) => PreviousCharacter(ref at);

    private readonly int PreviousCharacter(ref int at)
    {
        var bytes = _text.Bytes;
        while (at > 0 && (LogicalText.IsBlank(bytes[at - 1]) || bytes[at - 1] is (byte)'\\' or (byte)'\n' or (byte)'\r'))
            at--;
        return at > 0 ? bytes[--at] : -1;
    }
}
