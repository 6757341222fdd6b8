namespace Larder.Compilers.Scanning;

/// <summary>Macros that hand their parameter on to <c>__has_include</c>, and where they are used.</summary>
internal ref partial struct SourceLexer
{
    /// <summary>The shortest word that counts as the end of a name which pasting makes.</summary>
    public const int ShortestPasted = 3;

    /// <summary>Whether what stands behind a macro's name is <c>(x) __has_include(x)</c> and nothing else.</summary>
    private bool IsHasIncludeOfParameter(int at, out int end)
    {
        end = at;
        if (!Punctuation(ref at, '('))
            return false;
        var parameter = WordAt(SkipTrivia(at, acrossLines: false), out at);
        if (parameter.IsEmpty || !Punctuation(ref at, ')'))
            return false;
        var word = WordAt(SkipTrivia(at, acrossLines: false), out at);
        if (!word.SequenceEqual("__has_include"u8) || !Punctuation(ref at, '('))
            return false;
        var operand = WordAt(SkipTrivia(at, acrossLines: false), out at);
        if (!operand.SequenceEqual(parameter) || !Punctuation(ref at, ')'))
            return false;
        end = at;
        return _text.Peek(SkipTrivia(at, acrossLines: false), out _) is var next && (next < 0 || LogicalText.IsNewline((byte)next));
    }

    /// <summary>
    /// Looks for the watched macro in the rest of a condition or a definition; the line is read as ever afterwards. From other places
    /// nothing comes into a condition.
    /// </summary>
    private void Watch(int at, ReadOnlySpan<byte> macro)
    {
        ReadOnlySpan<byte> before = [];
        while (true)
        {
            at = SkipTrivia(at, acrossLines: false);
            var word = WordAt(at, out var end);
            if (word.IsEmpty)
            {
                var c = _text.Peek(at, out end);
                if (c < 0 || LogicalText.IsNewline((byte)c))
                    return;
                if (c is '"' or '\'' && !StepOverPlainLiteral(ref end, (byte)c))
                {
                    Report(ScanFindings.HasIncludeObscured);
                    return;
                }
                if (c != '(')
                    before = [];
                at = end;
                continue;
            }
            var isNumber = LogicalText.IsDigit(word[0]);
            var next = _text.Peek(end, out var after);
            if (isNumber && next == '\'')
            {
                end = after;
            }
            else if (next is '"' or '\'' && word[^1] == 'R')
            {
                // A raw string ends where it likes.
                Report(ScanFindings.HasIncludeObscured);
                return;
            }
            else if (word.SequenceEqual(macro))
            {
                if (!before.SequenceEqual("defined"u8) && (_line != DirectiveLine.Condition || !Use(ref end)))
                    Report(ScanFindings.HasIncludeObscured);
            }
            else if (word.Length >= ShortestPasted && macro.EndsWith(word))
            {
                Report(ScanFindings.HasIncludeObscured);
            }
            before = word;
            at = end;
        }
    }

    /// <summary>Reads <c>(&lt;x&gt;)</c> or <c>("x")</c>. False where it is anything else, or not plainly a name.</summary>
    private bool Use(ref int at)
    {
        var inside = at;
        if (!Punctuation(ref inside, '(') || !HeaderName(SkipTrivia(inside, acrossLines: false), out var form, out var name, out var end)
            || !Punctuation(ref end, ')') || name.Length == 0 || name.AsSpan().IndexOf("//"u8) >= 0)
            return false;
        foreach (var b in name)
        {
            if (!LogicalText.IsWord(b) && b is not ((byte)'/' or (byte)'.' or (byte)'-' or (byte)'+'))
                return false;
        }

        // An operand goes through macro expansion on its way; a literal stays what it is.
        if (form == HeaderOperandForm.Angled)
            Report(ScanFindings.HasIncludeInMacro | KnownWords.PlainMacros(name));
        _into.AddUse(new HeaderOperand(DirectiveKind.HasInclude, form, name));
        at = end;
        return true;
    }

    private bool Punctuation(ref int at, char character)
    {
        if (_text.Peek(SkipTrivia(at, acrossLines: false), out var after) != character)
            return false;
        at = after;
        return true;
    }

    /// <summary>Steps over a literal that has no escapes. False where it has, or doesn't end in its line.</summary>
    private bool StepOverPlainLiteral(ref int at, byte quote)
    {
        while (true)
        {
            var c = _text.Peek(at, out at);
            if (c == quote)
                return true;
            if (c < 0 || c == '\\' || LogicalText.IsNewline((byte)c))
                return false;
        }
    }
}
