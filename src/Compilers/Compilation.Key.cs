namespace Larder.Compilers;

/// <content>What of the command line enters the cache key, and what a probe of the compiler is given.</content>
public sealed partial class Compilation
{
    /// <summary>
    /// Feeds the canonical command line: everything that is not provably irrelevant, in order, spellings made equal
    /// (<c>-I x</c> and <c>-Ix</c>). Not in it: the source's path, the dependency file's, colour, <c>-pipe</c>, a seed that does not
    /// matter, an output's name that does not, and for gcc what only the linker gets. A compiler that records its command line
    /// is keyed word by word.
    /// </summary>
    public void WriteKeyParts<TSink>(ref TSink sink)
        where TSink : IKeyPartSink, allows ref struct
    {
        sink.Add(KeyPartKind.Language, SourceLanguages.Name(Language));
        sink.Add(KeyPartKind.Stage, Stage switch
        {
            CompileStage.Object => "-c"u8,
            CompileStage.Assembly => "-S"u8,
            CompileStage.PrecompiledHeader => "header"u8,
            CompileStage.Syntax => "-fsyntax-only"u8,
            CompileStage.Analysis => "--analyze"u8,
            CompileStage.ModuleInterface => "--precompile"u8,

            // Text on standard output is another result than text in a file.
            _ => Output is null ? "-E"u8 : "-E -o"u8,
        });
        if (Modules is { } modules) sink.Add(KeyPartKind.Stage, modules.IsUnit ? "module unit"u8 : modules.IsInterfaceSource ? "module file"u8 : "modules"u8);
        if (RecordsCommandLine)
        {
            foreach (byte[] word in Arguments) sink.Add(KeyPartKind.Unknown, word);
            return;
        }

        for (int i = 0; i < Parsed.Count; i++) WriteKeyParts(ref sink, Parsed[i]);
        if (OutputMatters) sink.Add(KeyPartKind.Output, OutputPath);
    }

    private void WriteKeyParts<TSink>(ref TSink sink, in ParsedArgument argument)
        where TSink : IKeyPartSink, allows ref struct
    {
        ReadOnlySpan<byte> value = argument.Value;
        switch (argument.Role)
        {
            case OptionRole.Unknown:
                sink.Add(KeyPartKind.Unknown, argument.Name);
                return;
            case OptionRole.Source or OptionRole.StopAtObject or OptionRole.StopAtAssembly or OptionRole.StopAtText or OptionRole.Output or OptionRole.Language
                or OptionRole.Drop or OptionRole.ColourAlways or OptionRole.ColourNever or OptionRole.ColourValue:
                return;
            case OptionRole.DependFile when Dependencies != DependencyMode.None:
            case OptionRole.Seed when !SeedMatters:
            case OptionRole.LinkOnly when argument.IsForLinkerOnly(Family):
                return;
            case OptionRole.PreprocessorList when Dependencies != DependencyMode.None && value.StartsWith("-MD,"u8):
                value = "-MD"u8;
                break;
            case OptionRole.PreprocessorList when Dependencies != DependencyMode.None && value.StartsWith("-MMD,"u8):
                value = "-MMD"u8;
                break;
        }

        sink.Add(KeyPartKind.Option, argument.Name);
        if (!argument.HasValue) return;
        sink.Add(KeyPartKind.Value, value);
        for (int i = 1; argument.Count > 2 && i < argument.Count; i++) sink.Add(KeyPartKind.Value, Arguments[argument.First + i]);
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
