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
