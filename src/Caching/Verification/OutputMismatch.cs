using Larder.Caching.Results;
using Larder.Storage;

namespace Larder.Caching.Verification;

/// <summary>Something that a stored compile gives and the compiler doesn't, or otherwise.</summary>
/// <param name="Kind">What it is; the exit status has no bytes.</param>
/// <param name="Stored">What the entry would have given; null: nothing.</param>
/// <param name="Compiled">What the compiler makes; null: nothing.</param>
internal readonly record struct OutputMismatch(ResultMemberKind Kind, byte[]? Stored, byte[]? Compiled)
{
    /// <summary>Both are texts of the same words, in whatever order, the lines broken wherever.</summary>
    internal bool HasSameWords => Stored is { } stored && Compiled is { } compiled && Words(stored).SequenceEqual(Words(compiled));

    /// <summary>In some words, where the two differ.</summary>
    internal string Describe() => (Kind, Stored, Compiled) switch
    {
        (ResultMemberKind.ExitStatus, _, _) => "differs",
        (_, null, { } compiled) => $"isn't in the entry; the compiler writes {compiled.Length} bytes",
        (_, { } stored, null) => $"is in the entry, with {stored.Length} bytes; the compiler writes none",
        _ => OutputDifference.Of(Stored, Compiled) ?? "is the same",
    };

    private static ReadOnlySpan<string> Words(byte[] text)
    {
        string[] words = System.Text.Encoding.Latin1.GetString(text).Split((char[])[' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(words, StringComparer.Ordinal);
        return words;
    }
}
