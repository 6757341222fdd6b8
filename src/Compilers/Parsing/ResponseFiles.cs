namespace Larder.Compilers;

/// <summary>
/// Replaces each <c>@file</c> word by the words in the file, as libiberty's expandargv does for gcc and LLVM's
/// ExpandResponseFiles for clang. Names are relative to the working directory, also inside response files.
/// </summary>
internal static class ResponseFiles
{
    /// <summary>Files expanded for one line, nested ones included. Both drivers have a limit; nobody comes near it.</summary>
    private const int MostFiles = 200;

    /// <summary>Expands a line. The list is a new one even when nothing was expanded.</summary>
    /// <returns>Null when it worked, else why not.</returns>
    public static Refusal? Expand(
        CompilerFamily family, IReadOnlyList<byte[]> arguments, IResponseFileReader files, out List<byte[]> words)
    {
        words = new List<byte[]>(arguments.Count);
        int budget = MostFiles;
        for (int i = 0; i < arguments.Count; i++)
        {
            byte[] word = arguments[i];
            if (word.Length < 2 || word[0] != (byte)'@') words.Add(word);
            else if (Splice(family, word, files, words, ref budget) is { } refusal) return refusal;
        }

        return null;
    }

    private static Refusal? Splice(
        CompilerFamily family, byte[] word, IResponseFileReader files, List<byte[]> words, ref int budget)
    {
        if (budget-- == 0) return new Refusal(RefusalReason.ResponseFileUnreadable, word);
        byte[]? content = files.Read(word.AsSpan(1));
        if (content is null)
        {
            if (family == CompilerFamily.Clang) return new Refusal(RefusalReason.ResponseFileUnreadable, word);
            words.Add(word);
            return null;
        }

        var inner = new List<byte[]>();
        if (!ResponseFileTokenizer.Split(family, content, inner)) return new Refusal(RefusalReason.ResponseFileAmbiguous, word);
        foreach (byte[] part in inner)
        {
            if (part.Length < 2 || part[0] != (byte)'@') words.Add(part);
            else if (Splice(family, part, files, words, ref budget) is { } refusal) return refusal;
        }

        return null;
    }
}
