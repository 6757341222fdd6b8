using Larder.Posix;

namespace Larder.Caching.Failures;

/// <summary>
/// What a compiler that failed said, read for one question: did it fail for what stands in its sources, and for nothing else? Then it fails in
/// the same way wherever it reads the same. A failure for want of memory, disk space, a program or a permission need not come again.
/// </summary>
/// <remarks>
/// Decided by what is known, not by what is feared: at least one error is at a line of a file, none is without a place, and the one fatal
/// error that is understood is a header that isn't there. In any other language than the compilers' English nothing of this is found.
/// </remarks>
/// <param name="IsOfSource">The sources are why it failed.</param>
/// <param name="Missing">The header that ended it, as the directive spells it; null where the compiler went on to the end of the text.</param>
internal readonly record struct FailureText(bool IsOfSource, byte[]? Missing)
{
    /// <summary>The exit status of both compilers where they have found errors.</summary>
    internal const int Status = 1;

    private static ReadOnlySpan<byte> Escape => "\u001b"u8;

    /// <summary>clang's end after twenty errors; it has no place, and is no more than that.</summary>
    private static ReadOnlySpan<byte> TooMany => "fatal error: too many errors emitted, stopping now [-ferror-limit=]"u8;

    internal static FailureText Of(in ChildExit exit, ReadOnlySpan<byte> diagnostics)
    {
        if (exit.Signal != 0 || exit.Status != Status)
            return default;
        byte[]? plain = diagnostics.IndexOf(Escape) < 0 ? null : TerminalText.WithoutEscapes(diagnostics);
        return Read(plain is null ? diagnostics : plain);
    }

    private static FailureText Read(ReadOnlySpan<byte> text)
    {
        bool hasError = false;
        byte[]? missing = null;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.SequenceEqual(TooMany) || IsQuotedByGcc(line))
                continue;
            if (FailureWords.SpeakOfSurroundings(line))
                return default;
            if (!TryTakePlace(line, out ReadOnlySpan<byte> message))
            {
                if (line.IndexOf("error: "u8) >= 0)
                    return default;
                continue;
            }

            hasError |= message.StartsWith("error: "u8);
            if (!message.StartsWith("fatal error: "u8))
                continue;
            if (missing is not null || NameOfMissing(message["fatal error: "u8.Length..]) is not { Length: > 0 } name)
                return default;
            missing = name.ToArray();
        }

        return new FailureText(hasError || missing is not null, missing);
    }

    /// <summary>gcc's "NAME: No such file or directory", clang's "'NAME' file not found".</summary>
    private static ReadOnlySpan<byte> NameOfMissing(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> gcc = ": No such file or directory"u8;
        ReadOnlySpan<byte> clang = "' file not found"u8;
        if (message.EndsWith(gcc))
            return message[..^gcc.Length];
        return message.StartsWith("'"u8) && message.EndsWith(clang) ? message[1..^clang.Length] : default;
    }

    /// <summary>A line of source below a diagnostic of gcc's: "   12 | text" or "      | ^~~".</summary>
    private static bool IsQuotedByGcc(ReadOnlySpan<byte> line)
    {
        int bar = line.IndexOf(" |"u8);
        return bar >= 0 && line[..bar].IndexOfAnyExcept(" +0123456789"u8) < 0;
    }

    /// <summary>Reads over FILE:LINE: or FILE:LINE:COLUMN: and the blank after it.</summary>
    private static bool TryTakePlace(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (line.StartsWith("<unknown>"u8))
            return false;
        for (int colon = line.IndexOf((byte)':'); colon > 0 && colon < line.Length;)
        {
            int end = PastNumber(line, colon);
            if (end > 0)
                end = PastNumber(line, end) is > 0 and int column ? column : end;
            if (end > 0 && line[end..].StartsWith(": "u8))
            {
                message = line[(end + 2)..];
                return true;
            }

            int next = line[(colon + 1)..].IndexOf((byte)':');
            colon = next < 0 ? -1 : colon + 1 + next;
        }

        return false;
    }

    /// <summary>The end of ":NUMBER" at an index; 0 where there is none.</summary>
    private static int PastNumber(ReadOnlySpan<byte> line, int colon)
    {
        if (colon >= line.Length || line[colon] != ':')
            return 0;
        int end = colon + 1;
        while (end < line.Length && line[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        return end == colon + 1 ? 0 : end;
    }
}
