namespace Larder.Client.Commands;

/// <summary>
/// The words that are commands of larder's own. Any other word behind "larder" is a compiler; a compiler of such a name is run by
/// its path ("larder ./stats").
/// </summary>
public static class CommandNames
{
    /// <summary>Whether the word is one of the commands that the command line (src/CommandLine) knows.</summary>
    public static bool Contains(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("stats"u8)
        || word.SequenceEqual("config"u8)
        || word.SequenceEqual("clear"u8)
        || word.SequenceEqual("trim"u8)
        || word.SequenceEqual("evict"u8)
        || word.SequenceEqual("recompress"u8)
        || word.SequenceEqual("verify"u8)
        || word.SequenceEqual("du"u8)
        || word.SequenceEqual("export"u8)
        || word.SequenceEqual("import"u8)
        || word.SequenceEqual("inspect"u8)
        || word.SequenceEqual("determinism"u8)
        || word.SequenceEqual("explain"u8)
        || word.SequenceEqual("watch"u8)
        || word.SequenceEqual("report"u8)
        || word.SequenceEqual("daemon"u8)
        || word.SequenceEqual("links"u8)
        || word.SequenceEqual("unit"u8)
        || word.SequenceEqual("help"u8);
}
