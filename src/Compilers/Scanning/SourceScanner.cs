namespace Larder.Compilers.Scanning;

/// <summary>
/// Finds in C-family and assembler source everything by which it can pull in files or nondeterminism. Over-approximates:
/// inactive branches count, and where language versions disagree on how a text is read, every reading counts. A finding too
/// many costs time, one too few is a wrong object. Not covered: <c>-traditional-cpp</c>; <c>-finput-charset</c> other than
/// supersets of ASCII; <c>__DATE__</c> and its kin pasted together from pieces of which the last is underscores only; a
/// <c>.incbin</c> that the assembler's own macros put together from pieces.
/// </summary>
public static class SourceScanner
{
    /// <summary>Scans one text. Linear in its length; never throws.</summary>
    public static SourceScan Scan(ReadOnlySpan<byte> text, SourceDialect dialect)
    {
        var into = new ScanCollector();
        if (dialect == SourceDialect.Assembler)
            AssemblerScanner.Scan(text, into);
        else
            ReadEveryWay(text, dialect, into);
        return into.ToScan();
    }

    /// <summary>
    /// Collects every way a macro is defined in a text. False if one of them is not object-like with a single header name as
    /// its body: then the macro's expansions are not known. A text without any definition gives true and adds nothing.
    /// The dialect matters only where it is <see cref="SourceDialect.C90"/> or <see cref="SourceDialect.Preprocessed"/>.
    /// </summary>
    public static bool TryCollectDefinitions(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, List<HeaderOperand> into, SourceDialect dialect = SourceDialect.C)
    {
        // Only a line joint can hide the name's bytes.
        if (text.IndexOf(name) < 0 && !text.Contains((byte)'\\') && text.IndexOf("??/"u8) < 0)
            return true;
        var found = new ScanCollector { WantedMacro = name.ToArray() };
        ReadEveryWay(text, dialect, found);
        foreach (var header in found.MacroHeaders())
            into.Add(new HeaderOperand(DirectiveKind.Include, header.Form, header.Header));
        return !found.WantedIsOtherwise && (found.Findings & ScanFindings.TooComplex) == ScanFindings.None;
    }

    /// <summary>
    /// Collects what a text asks for by a macro of <see cref="ScanFindings.HasIncludeParameter"/>: the header names that are its operands in
    /// conditions, inactive branches included. False if it has the macro in another place from which it could come into a condition, or a word to which
    /// pasting could put its beginning (of three letters and more).
    /// </summary>
    public static bool TryCollectUses(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, List<HeaderOperand> into, SourceDialect dialect = SourceDialect.C)
    {
        var tail = name[Math.Max(0, name.Length - SourceLexer.ShortestPasted)..];
        if (text.IndexOf(tail) < 0 && !HasJointInWord(text))
            return true;
        var found = new ScanCollector { WatchedMacro = name.ToArray() };
        ReadEveryWay(text, dialect, found);
        into.AddRange(found.Uses());
        return (found.Findings & (ScanFindings.TooComplex | ScanFindings.HasIncludeObscured)) == ScanFindings.None;
    }

    /// <summary>Whether a line joint could stand within a word; a trigraph always counts.</summary>
    private static bool HasJointInWord(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("??/"u8) >= 0)
            return true;
        for (var from = 0; text[from..].IndexOf((byte)'\\') is var next and >= 0; from += next + 1)
        {
            var at = from + next;
            if (at == 0 || !LogicalText.IsWord(text[at - 1]))
                continue;
            var after = at + 1;
            while (after < text.Length && LogicalText.IsBlank(text[after]))
                after++;
            if (after < text.Length && LogicalText.IsNewline(text[after]))
                return true;
        }
        return false;
    }

    /// <summary>Reads under the default reading and under every combination of the points of disagreement that are met.</summary>
    private static void ReadEveryWay(ReadOnlySpan<byte> text, SourceDialect dialect, ScanCollector into)
    {
        // The compilers' own limit is 2 GiB; positions a few bytes past the end must not overflow.
        if (text.Length > int.MaxValue - 64)
        {
            into.Findings = ScanFindings.TooComplex;
            return;
        }
        var disputed = Reading.Trigraphs | Reading.PlainRaw | Reading.PlainApostrophe | Reading.OpaqueMessages
            | (dialect is SourceDialect.Unknown or SourceDialect.C90 ? Reading.PlainSlashes : Reading.Default)
            | (dialect is SourceDialect.Unknown or SourceDialect.Preprocessed ? Reading.NoSplices : Reading.Default);
        var met = new SourceLexer(text, dialect, Reading.Default, into).Run() & disputed;
        if (met == Reading.Default)
            return;
        ulong done = 1;
        for (var reading = 1; reading < 64; reading++)
        {
            // A reading can meet points that the ones before it did not: then those already passed over come up again.
            if ((reading & ~(int)met) != 0 || (done & (1UL << reading)) != 0)
                continue;
            done |= 1UL << reading;
            var more = met | (new SourceLexer(text, dialect, (Reading)reading, into).Run() & disputed);
            if (more != met)
                (met, reading) = (more, 0);
        }
    }
}
