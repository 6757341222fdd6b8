namespace Larder.Compilers;

/// <content>What of the command line enters the cache key, and what a probe of the compiler is given.</content>
public sealed partial class Compilation
{
    /// <summary>
    /// Feeds the canonical command line: everything that is not provably irrelevant, in order, spellings made equal
    /// (<c>-I x</c> and <c>-Ix</c>). Not in it: the source, dependency and colour options' file names where they do not matter.
    /// </summary>
    public void WriteKeyParts<TSink>(ref TSink sink)
        where TSink : IKeyPartSink, allows ref struct
    {
        sink.Add(KeyPartKind.Language, SourceLanguages.Name(Language));
        sink.Add(KeyPartKind.Stage, Stage == CompileStage.Object ? "-c"u8 : "-S"u8);
    }

    /// <summary>
    /// The words to give a run of the driver that asks for its search path and its programs: every option that can change
    /// them, unknown ones included; no source, output, dependency, macro or warning option.
    /// </summary>
    public List<byte[]> ProbeArguments()
    {
        var words = new List<byte[]>();
        for (int i = 0; i < Parsed.Count; i++)
        {
            ParsedArgument argument = Parsed[i];
            if ((argument.Effects & OptionEffects.Search) == OptionEffects.None) continue;
            for (int k = 0; k < argument.Count; k++) words.Add(Arguments[argument.First + k]);
        }

        return words;
    }
}
