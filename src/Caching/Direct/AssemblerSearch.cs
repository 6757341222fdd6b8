using Larder.Compilers;

namespace Larder.Caching.Direct;

/// <summary>Where the GNU assembler looks for the files of <c>.include</c> and <c>.incbin</c> that aren't where they are named (as manual, "-I").</summary>
internal static class AssemblerSearch
{
    /// <summary>What gcc and the user hand to the assembler as -I, those that don't exist too.</summary>
    internal static List<byte[]> Directories(Compilation compilation)
    {
        List<byte[]> directories = [];
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.Name.SequenceEqual("-I"u8))
                directories.Add(argument.Value.ToArray());
        }

        IReadOnlyList<byte[]> words = compilation.AssemblerArguments;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].AsSpan().SequenceEqual("-I"u8) && i + 1 < words.Count)
                directories.Add(words[++i]);
            else if (words[i].AsSpan().StartsWith("-I"u8))
                directories.Add(words[i][2..]);
        }

        return directories;
    }
}
