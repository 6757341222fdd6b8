namespace Larder.Compilers.Scanning;

/// <summary>
/// Assembler that no preprocessor sees. What starts a comment there depends on the target, so comments and strings count
/// too: any mention of <c>incbin</c>, and any <c>include</c> after a dot or first in its line, in any case.
/// </summary>
internal static class AssemblerScanner
{
    public static void Scan(ReadOnlySpan<byte> text, ScanCollector into)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var hit = text[at..].IndexOfAny((byte)'c', (byte)'C');
            if (hit < 0)
                return;
            at += hit;
            if (at < 2 || (text[at - 1] | 0x20) != 'n' || (text[at - 2] | 0x20) != 'i')
                continue;
            var word = text[(at - 2)..];
            if ((word.Length >= 6 && KnownWords.EqualsIgnoringCase(word[..6], "incbin"u8))
                || (word.Length >= 7 && KnownWords.EqualsIgnoringCase(word[..7], "include"u8) && IsDirective(text[..(at - 2)])))
            {
                into.Findings |= ScanFindings.IncbinText | ScanFindings.AsmInclude;
                return;
            }
        }
    }

    private static bool IsDirective(ReadOnlySpan<byte> before)
    {
        if (before.EndsWith("."u8))
            return true;
        before = before.TrimEnd(" \t\v\f\0"u8);
        return before.IsEmpty || before[^1] is (byte)'\n' or (byte)'\r' or (byte)';' or (byte)':';
    }
}
