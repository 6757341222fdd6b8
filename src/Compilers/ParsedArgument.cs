namespace Larder.Compilers;

/// <summary>One option with its value, or one bare word, of the expanded command line.</summary>
public readonly struct ParsedArgument
{
    private readonly byte[] _word;
    private readonly int _nameLength;
    private readonly byte[]? _valueWord;
    private readonly int _valueStart;

    internal ParsedArgument(
        OptionRole role, OptionEffects effects, int first, int count, byte[] word, int nameLength, byte[]? valueWord, int valueStart)
    {
        Role = role;
        Effects = effects;
        First = first;
        Count = count;
        _word = word;
        _nameLength = nameLength;
        _valueWord = valueWord;
        _valueStart = valueStart;
    }

    /// <summary>What the parser does with it.</summary>
    internal OptionRole Role { get; }

    /// <summary>What it can change.</summary>
    public OptionEffects Effects { get; }

    /// <summary>Index of its first word in <see cref="Compilation.Arguments"/>.</summary>
    public int First { get; }

    /// <summary>How many words it takes: 1, or 2 with a separate value.</summary>
    public int Count { get; }

    /// <summary>Whether it is the source, and no option.</summary>
    public bool IsSource => Role == OptionRole.Source;

    /// <summary>Whether only the linker would get it, and a compile ignores it.</summary>
    public bool IsForLinkerOnly(CompilerFamily family) => Role == OptionRole.LinkOnly && family == CompilerFamily.Gcc;

    /// <summary>Whether its value is a directory to search, or renames one (<c>-fmacro-prefix-map=</c>): its text means nothing else.</summary>
    public bool IsSearchDirectory =>
        Role == OptionRole.Keep && HasValue
        && ((Effects & (OptionEffects.Search | OptionEffects.ReachesDirectory)) == OptionEffects.Search || Name.EndsWith("-prefix-map="u8));

    /// <summary>Whether it has clang's cc1 make a precompiled header (CMake says so beside <c>-x c++-header</c>).</summary>
    public bool MakesPrecompiled => Role == OptionRole.FrontendWord && Value.SequenceEqual(ForwardedWords.EmitPrecompiled);

    /// <summary>Whether its value is a file that is read as text (<c>-include</c>, <c>-imacros</c>).</summary>
    public bool IsInclude => Role is OptionRole.Include or OptionRole.IncludeMacros;

    /// <summary>Whether its value is a file that is written, and nothing else (<c>-o</c>, <c>-MF</c>, <c>-Wp,-MD,</c>).</summary>
    public bool IsOutputName =>
        Role is OptionRole.Output or OptionRole.DependFile
        || (Role == OptionRole.PreprocessorList && Effects == OptionEffects.Dependencies && (Value.StartsWith("-MD,"u8) || Value.StartsWith("-MMD,"u8)));

    /// <summary>Whether its value is a target in the dependency file (<c>-MT</c>, <c>-MQ</c>).</summary>
    public bool IsDependencyTarget => Role == OptionRole.DependTarget;

    /// <summary>Whether it hands words past the driver to clang's frontend or to LLVM (<c>-Xclang</c>, <c>-mllvm</c>).</summary>
    public bool IsForInternals => Role is OptionRole.FrontendWord or OptionRole.BackendWord;

    /// <summary>Whether it has a file written, or names one, that a run of the preprocessor alone must not touch.</summary>
    public bool IsForSideFile =>
        Role is OptionRole.SaveTemps or OptionRole.StackUsage or OptionRole.CallGraph or OptionRole.SerializedDiagnostics
            or OptionRole.AuxiliaryInformation or OptionRole.OptimizationRecord or OptionRole.OptimizationRecordFile
            or OptionRole.OptimisationReport or OptionRole.DumpBase or OptionRole.DumpBaseSuffix or OptionRole.DumpDirectory
            or OptionRole.Analyze or OptionRole.AnalyzerOutput or OptionRole.SyntaxOnly
        || (Role == OptionRole.DiagnosticsFormat && Value.EndsWith("-file"u8));

    /// <summary>Whether no table knows it; <see cref="Name"/> is then the whole word.</summary>
    public bool IsUnknown => Role == OptionRole.Unknown;

    /// <summary>The option's name as the table has it, without its value (<c>-I</c>, <c>-std=</c>); the word itself for a source.</summary>
    public ReadOnlySpan<byte> Name => _word.AsSpan(0, _nameLength);

    /// <summary>Whether it carries a value, be it empty.</summary>
    public bool HasValue => _valueWord is not null;

    /// <summary>The value, joined or separate; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value => _valueWord is null ? default : _valueWord.AsSpan(_valueStart);
}
