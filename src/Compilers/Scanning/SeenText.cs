using System.Buffers;

namespace Larder.Compilers.Scanning;

/// <summary>
/// What a compiler sees of a source text: everything but the words of comments and the blanks at the ends of lines. Two texts with the same seen
/// text are cut into the same tokens at the same lines and columns, and neither can be warned of for what its comments hold.
/// <code>
/// seen     = line{"\n"} trailer
/// line     = code                          as it is, without the blanks at its end
///          | blanks mark                   nothing but a comment; or one of the lines of a comment after its first
/// mark     = 0x02                          a comment begins, or goes on, behind these blanks (-Wmisleading-indentation looks at that)
/// "\n"     = 0x0A | 0x01                   0x01: within a comment, where it ends no directive
/// trailer  = 0x03 flags:u8                 flags: 1: there are // comments
/// </code>
/// A comment behind code is left out; one that other text follows on its last line, or that a compiler reads ("fall through"), stays as it is.
/// <para>
/// A text has a seen text only where every compiler and every version of the languages cut it alike. So there is none for: trigraphs, a backslash
/// that is neither in a literal nor joins lines, lines joined within a word or a comment or with blanks after the backslash, quotes without an end,
/// comments in comments, control characters, a header's name that holds what begins a comment, raw strings and digit separators in a version of the
/// language that isn't known, comments in directives whose text some compilers take as it is (#error).
/// </para>
/// Why the two texts are cut alike: going through both from the start, code is the same bytes; at the first byte of a comment both are between
/// tokens, and what stands there in the other is a comment or blanks that end on the same line. Marks stand for no byte of a text.
/// </summary>
public static class SeenText
{
    /// <summary>Raised whenever the grammar changes, or what a text is taken for. A part of every key that such a
    /// digest stands in; where it took for alike what isn't, the version of manifest keys is to be raised too, for exact manifests are written of it.</summary>
    public const int Version = 1;

    /// <summary>Bytes by which a seen text can be longer than its text.</summary>
    public const int Overhead = 2;

    /// <summary>All that no text of ours holds outside comments; these are our marks, line ends of other systems, and what compilers disagree on.</summary>
    private static readonly SearchValues<byte> Strange = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'\r']);

    /// <summary>Writes the seen text. False where the text has none: then only its content says what a compiler sees.</summary>
    /// <param name="text">A source or header.</param>
    /// <param name="dialect">What is known of its language.</param>
    /// <param name="seen">Where it is written: as long as the text and <see cref="Overhead"/>.</param>
    /// <param name="length">Its length.</param>
    public static bool TryWrite(ReadOnlySpan<byte> text, SeenTextDialect dialect, Span<byte> seen, out int length)
    {
        length = 0;
        if (text.ContainsAny(Strange) || text.StartsWith("\uFEFF"u8) || HasTrigraph(text)
            || AsksInComments(text, "__has_include"u8) || AsksInComments(text, "__has_embed"u8))
            return false;
        SeenTextWriter writer = new(text, dialect, seen);
        if (!writer.Write())
            return false;
        length = writer.Length;
        return true;
    }

    private static bool HasTrigraph(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOf("??"u8)) >= 0; text = text[(at + 1)..])
        {
            if (at + 2 < text.Length && "=/'()!<>-"u8.Contains(text[at + 2]))
                return true;
        }

        return false;
    }

    /// <summary>Whether a line with such a word holds what could be a comment, or a part of a header's name.</summary>
    private static bool AsksInComments(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (int at; (at = text.IndexOf(word)) >= 0; text = text[(at + word.Length)..])
        {
            ReadOnlySpan<byte> rest = text[at..];
            int end = rest.IndexOf((byte)'\n');
            if (SeenTextWriter.MayBeginComment(end < 0 ? rest : rest[..end]) || (end < 0 ? rest : rest[..end]).Contains((byte)'\\'))
                return true;
        }

        return false;
    }
}
