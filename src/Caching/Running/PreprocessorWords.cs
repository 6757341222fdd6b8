using Larder.Compilers;

namespace Larder.Caching.Running;

/// <summary>The command that has the preprocessor alone do what it does in a compile.</summary>
internal static class PreprocessorWords
{
    /// <summary>The compile's command line with another purpose (-E, -M) in place of its own and its outputs'.</summary>
    internal static List<byte[]> Of(Invocation invocation, Compilation compilation, ReadOnlySpan<byte> purpose)
    {
        List<byte[]> words = [invocation.Arguments[0], purpose.ToArray()];
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if ((argument.Effects & OptionEffects.Dependencies) != 0 || argument.Name.SequenceEqual("-o"u8)
                || argument.Name.SequenceEqual("-c"u8) || argument.Name.SequenceEqual("-S"u8)
                || argument.Name.SequenceEqual("-E"u8) || argument.Name.SequenceEqual("--preprocess"u8) || IsForTextAlone(argument.Name)
                || argument.MakesPrecompiled || argument.IsForSideFile)
                continue;
            for (int i = 0; i < argument.Count; i++)
                words.Add(compilation.Arguments[argument.First + i]);
        }

        return words;
    }

    /// <summary>
    /// Options that a compile ignores or sees through, but that leave out of the text what a key is made of: names of files, the
    /// expansion of macros.
    /// </summary>
    private static bool IsForTextAlone(ReadOnlySpan<byte> name) =>
        name is [(byte)'-', (byte)'d', (byte)'D' or (byte)'I' or (byte)'M' or (byte)'N' or (byte)'U']
        || name.SequenceEqual("-P"u8) || name.SequenceEqual("--no-line-commands"u8) || name.SequenceEqual("-fdirectives-only"u8);
}
