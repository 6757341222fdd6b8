namespace Larder.Compilers.Scanning;

/// <summary>
/// Finds in C-family and assembler source everything by which it can pull in files or nondeterminism. Over-approximates:
/// inactive branches count, and where language versions disagree on how a text is read, every reading counts. A finding too
/// many costs time, one too few is a wrong object. Not covered: <c>-traditional-cpp</c>, <c>-finput-charset</c> other than
/// supersets of ASCII.
/// </summary>
public static class SourceScanner
{
    /// <summary>Scans one text. Linear in its length; never throws.</summary>
    public static SourceScan Scan(ReadOnlySpan<byte> text, SourceDialect dialect) => new(ScanFindings.TooComplex, [], [], []);

    /// <summary>
    /// Collects every way a macro is defined in a text. False if one of them is not object-like with a single header name as
    /// its body: then the macro's expansions are not known. A text without any definition gives true and adds nothing.
    /// </summary>
    public static bool TryCollectDefinitions(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, List<HeaderOperand> into) => false;
}
