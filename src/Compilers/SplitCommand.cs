namespace Larder.Compilers;

/// <summary>
/// A command line of several compiles, or of compiles and a link, that is the same as those commands one by one. Which lines are:
/// <see cref="CommandLineReader"/>, where it refuses them as one compile.
/// </summary>
public sealed class SplitCommand
{
    private readonly CompilerFamily _family;
    private readonly List<byte[]> _words;
    private readonly List<ParsedArgument> _parsed;

    internal SplitCommand(CompilerFamily family, List<byte[]> words, List<ParsedArgument> parsed, List<int> sources, List<int> linked, bool links, byte[]? output)
    {
        (_family, _words, _parsed) = (family, words, parsed);
        Output = output ?? "a.out"u8.ToArray();
        Sources = sources;
        Linked = linked.ConvertAll(index => words[index]);
        Links = links;
    }

    /// <summary>Whose command line it is.</summary>
    public CompilerFamily Family => _family;

    /// <summary>A link of all of them follows; else they are compiles alone (-c).</summary>
    public bool Links { get; }

    /// <summary>The objects and libraries that the link is given by their paths.</summary>
    public IReadOnlyList<byte[]> Linked { get; }

    /// <summary>What the link writes.</summary>
    public byte[] Output { get; }

    /// <summary>Where the sources stand among the words, in order.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>A source as spelled.</summary>
    public byte[] Source(int index) => _words[Sources[index]];

    /// <summary>The words of one compile, without argv[0].</summary>
    /// <param name="index">Which source.</param>
    /// <param name="output">Where its object goes, for the link; null: where the compiler puts it.</param>
    public List<byte[]> CompileWords(int index, byte[]? output)
    {
        List<byte[]> words = new(_words.Count + 3);
        foreach (ParsedArgument argument in _parsed)
        {
            if (argument.IsSource ? argument.First != Sources[index] : Links && IsForLink(argument))
                continue;
            words.AddRange(_words.GetRange(argument.First, argument.Count));
        }

        if (!Links)
            return words;
        words.Add("-c"u8.ToArray());
        words.Add("-o"u8.ToArray());
        words.Add(output!);
        return words;
    }

    /// <summary>The words of the link, without argv[0]: the objects stand where the sources stood.</summary>
    public List<byte[]> LinkWords(IReadOnlyList<byte[]> objects)
    {
        List<byte[]> words = new(_words);
        for (int i = 0; i < Sources.Count; i++)
            words[Sources[i]] = objects[i];
        return words;
    }

    /// <summary>clang says of what only the link needs that a compile doesn't use it; gcc takes it without a word.</summary>
    private bool IsForLink(in ParsedArgument argument) =>
        argument.Role == OptionRole.Output
        || (_family == CompilerFamily.Clang && argument.Role == OptionRole.LinkOnly && argument.Effects == OptionEffects.Linking);
}
