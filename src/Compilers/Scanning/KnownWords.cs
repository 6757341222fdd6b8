namespace Larder.Compilers.Scanning;

/// <summary>Identifiers that compilers treat specially.</summary>
internal static class KnownWords
{
    /// <summary>
    /// The findings of a predefined macro or builtin. The last three or more characters of a macro's name count as the whole:
    /// token pasting can complete them.
    /// </summary>
    public static ScanFindings Predefined(ReadOnlySpan<byte> word)
    {
        if (word.Length < 3)
            return ScanFindings.None;
        if (word.EndsWith("__"u8))
        {
            return (("__DATE__"u8).EndsWith(word) ? ScanFindings.DateMacro : ScanFindings.None)
                | (("__TIME__"u8).EndsWith(word) ? ScanFindings.TimeMacro : ScanFindings.None)
                | (("__TIMESTAMP__"u8).EndsWith(word) ? ScanFindings.TimestampMacro : ScanFindings.None)
                | (("__FILE__"u8).EndsWith(word) || ("__FILE_NAME__"u8).EndsWith(word) || ("__BASE_FILE__"u8).EndsWith(word)
                    || ("__PRETTY_FUNCTION__"u8).EndsWith(word) || ("__FUNCSIG__"u8).EndsWith(word)
                    ? ScanFindings.FileMacro : ScanFindings.None);
        }
        return word.SequenceEqual("source_location"u8) || word.SequenceEqual("__builtin_source_location"u8)
            || word.SequenceEqual("__builtin_FILE"u8) || word.SequenceEqual("__builtin_FILE_NAME"u8)
            ? ScanFindings.FileMacro : ScanFindings.None;
    }

    /// <summary>Whether pasting can complete a word to a builtin that gives a file's name.</summary>
    public static bool BeginsFileBuiltin(ReadOnlySpan<byte> word) => word.Length >= "__builtin"u8.Length
        && (("__builtin_FILE"u8).StartsWith(word) || ("__builtin_source_location"u8).StartsWith(word));

    public static bool IsAsm(ReadOnlySpan<byte> word) => word.SequenceEqual("asm"u8) || word.SequenceEqual("__asm__"u8)
        || word.SequenceEqual("__asm"u8) || word.SequenceEqual("_asm"u8);

    public static bool IsAsmQualifier(ReadOnlySpan<byte> word) => word.SequenceEqual("volatile"u8) || word.SequenceEqual("__volatile__"u8)
        || word.SequenceEqual("__volatile"u8) || word.SequenceEqual("goto"u8) || word.SequenceEqual("inline"u8)
        || word.SequenceEqual("__inline__"u8) || word.SequenceEqual("__inline"u8) || word.SequenceEqual("const"u8)
        || word.SequenceEqual("__const"u8) || word.SequenceEqual("__const__"u8);

    /// <summary>The prefix of a string literal, raw ones included.</summary>
    public static bool IsLiteralPrefix(ReadOnlySpan<byte> word) => word.SequenceEqual("L"u8) || word.SequenceEqual("u"u8)
        || word.SequenceEqual("U"u8) || word.SequenceEqual("u8"u8) || word.SequenceEqual("R"u8) || word.SequenceEqual("LR"u8)
        || word.SequenceEqual("uR"u8) || word.SequenceEqual("UR"u8) || word.SequenceEqual("u8R"u8);

    /// <summary>The operators that look for a file.</summary>
    public static DirectiveKind? HasOperator(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("__has_include"u8) || word.SequenceEqual("__has_include__"u8))
            return DirectiveKind.HasInclude;
        if (word.SequenceEqual("__has_include_next"u8) || word.SequenceEqual("__has_include_next__"u8))
            return DirectiveKind.HasIncludeNext;
        return word.SequenceEqual("__has_embed"u8) ? DirectiveKind.HasEmbed : null;
    }

    /// <summary>Whether a header's name holds a word that compilers predefine as a macro outside the reserved name space
    /// (gcc's and clang's GNU modes, all targets).</summary>
    public static ScanFindings PlainMacros(ReadOnlySpan<byte> header)
    {
        while (!header.IsEmpty)
        {
            var end = 0;
            while (end < header.Length && LogicalText.IsWord(header[end]))
                end++;
            var word = header[..end];
            if (word.SequenceEqual("linux"u8) || word.SequenceEqual("unix"u8) || word.SequenceEqual("i386"u8)
                || word.SequenceEqual("sun"u8) || word.SequenceEqual("sparc"u8) || word.SequenceEqual("mips"u8)
                || word.SequenceEqual("arm"u8) || word.SequenceEqual("PPC"u8) || word.SequenceEqual("vax"u8)
                || word.SequenceEqual("hpux"u8) || word.SequenceEqual("m68k"u8) || word.SequenceEqual("pdp11"u8))
                return ScanFindings.HasIncludeObscured;
            header = header[Math.Max(1, end)..];
        }
        return ScanFindings.None;
    }

    /// <summary>The directives that name a file, but for pragmas.</summary>
    public static DirectiveKind? IncludeDirective(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("include"u8))
            return DirectiveKind.Include;
        if (name.SequenceEqual("include_next"u8))
            return DirectiveKind.IncludeNext;
        if (name.SequenceEqual("import"u8))
            return DirectiveKind.Import;
        if (name.SequenceEqual("embed"u8))
            return DirectiveKind.Embed;
        return name.SequenceEqual("__include_macros"u8) ? DirectiveKind.IncludeMacros : null;
    }

    /// <summary>Whether a word names, or contains the name of, the assembler directive <c>.incbin</c>, in any case.</summary>
    public static bool ContainsIncbin(ReadOnlySpan<byte> word)
    {
        for (; word.Length >= 6; word = word[1..])
        {
            if ((word[0] | 0x20) == 'i' && EqualsIgnoringCase(word[..6], "incbin"u8))
                return true;
        }
        return false;
    }

    public static bool EqualsIgnoringCase(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower)
    {
        if (word.Length != lower.Length)
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if ((word[i] | 0x20) != lower[i])
                return false;
        }
        return true;
    }
}
