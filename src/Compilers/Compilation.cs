namespace Larder.Compilers;

/// <summary>
/// One compile of one source file: all that the cache must know of its command line. Paths are as spelled, relative to the
/// compile's working directory.
/// </summary>
public sealed partial class Compilation : ParseOutcome
{
    internal Compilation()
    {
    }

    /// <summary>Whose command line it is.</summary>
    public CompilerFamily Family { get; internal init; }

    /// <summary>The driver's language mode.</summary>
    public DriverMode Mode { get; internal init; }

    /// <summary>The command line without argv[0], in order, response files expanded. The caller keeps the original.</summary>
    public IReadOnlyList<byte[]> Arguments { get; internal init; } = [];

    /// <summary>The same, option by option.</summary>
    public IReadOnlyList<ParsedArgument> Parsed { get; internal init; } = [];

    /// <summary>The source, as spelled.</summary>
    public byte[] Source { get; internal init; } = [];

    /// <summary>Where in <see cref="Arguments"/> the source stands.</summary>
    public int SourceIndex { get; internal init; }

    /// <summary>Decided by the last -x before the source, its suffix, and the driver's mode.</summary>
    public SourceLanguage Language { get; internal init; }

    /// <summary>-c, -S, what a header as the source means, or what stops before (-E, -fsyntax-only).</summary>
    public CompileStage Stage { get; internal init; }

    /// <summary>The operand of -o as spelled, or null.</summary>
    public byte[]? Output { get; internal init; }

    /// <summary>
    /// The file that is written: <see cref="Output"/>, or what the compiler makes of the source's name; empty where text goes to standard output.
    /// </summary>
    public byte[] OutputPath { get; internal init; } = [];

    /// <summary>
    /// Whether the output's name can reach what is written: the target in the dependency file, the names of side files inside the
    /// object.
    /// </summary>
    public bool OutputMatters { get; internal init; }

    /// <summary>Whether a dependency file is written, and of what.</summary>
    public DependencyMode Dependencies { get; internal init; }

    /// <summary>The dependency file's path; null when none is written.</summary>
    public byte[]? DependencyFile { get; internal init; }

    /// <summary>-MT or -MQ are there, so the output's name does not reach the dependency file's content.</summary>
    public bool HasDependencyTargets { get; internal init; }

    /// <summary>-MP: a phony rule per header.</summary>
    public bool PhonyDependencies { get; internal init; }

    /// <summary>-gsplit-dwarf takes effect.</summary>
    public bool SplitDwarf { get; internal init; }

    /// <summary>The .dwo file's path; null when none is written.</summary>
    public byte[]? SplitDwarfFile { get; internal init; }

    /// <summary>--coverage or -ftest-coverage: a .gcno is written.</summary>
    public bool Coverage { get; internal init; }

    /// <summary>The .gcno file's path; null when none is written.</summary>
    public byte[]? CoverageNotesFile { get; internal init; }

    /// <summary>Other files that are written beside the main output, each of another kind.</summary>
    public IReadOnlyList<SideFile> SideFiles { get; internal init; } = [];

    /// <summary>The main output is a file: not so where only the syntax is looked at.</summary>
    public bool WritesOutput { get; internal init; } = true;

    /// <summary>The assembler lists its text between the lines of the source, which it opens by the names in the debug information.</summary>
    public bool ListsSource { get; internal init; }

    /// <summary>0 to 3; 3 has the macros too. The last -g option wins.</summary>
    public int DebugLevel { get; internal init; }

    /// <summary>Whether debug information is made.</summary>
    public bool DebugInfo => DebugLevel > 0;

    /// <summary>-include and -imacros, in order.</summary>
    public IReadOnlyList<CommandLineInclude> CommandLineIncludes { get; internal init; } = [];

    /// <summary>-include-pch: the precompiled header that the compile begins with, or null.</summary>
    public byte[]? IncludedPrecompiled { get; internal init; }

    /// <summary>What the compile has to do with modules; null where it has nothing.</summary>
    public ModuleUse? Modules { get; internal init; }

    /// <summary>The file that a module's importers read is made, alone or beside the object.</summary>
    public bool MakesInterface => Stage == CompileStage.ModuleInterface || Modules?.Interface is not null;

    /// <summary>A precompiled header is made that holds the times of modification of what it was made of: clang's, unless told otherwise.</summary>
    public bool RecordsTimes { get; internal init; }

    /// <summary>
    /// -frecord-gcc-switches and its kin: the object holds the command line word for word, so nothing may be added to it.
    /// </summary>
    public bool RecordsCommandLine { get; internal init; }

    /// <summary>gcc's DW_AT_producer repeats the options that generate code (-g without -gno-record-gcc-switches).</summary>
    public bool SwitchesInDwarf { get; internal init; }

    /// <summary>The last -frandom-seed's value, or null.</summary>
    public byte[]? RandomSeed { get; internal init; }

    /// <summary>Whether the seed can reach the output.</summary>
    public bool SeedMatters { get; internal init; }

    /// <summary>-flto, and OpenMP or OpenACC of gcc: the object holds the options for the link, those for the assembler among them.</summary>
    public bool LinkTime { get; internal init; }

    /// <summary>-march, -mcpu or -mtune is native: the machine is an input.</summary>
    public bool NativeTarget { get; internal init; }

    /// <summary>False only when every option is known not to let the working directory reach the output.</summary>
    public bool WorkingDirectoryMatters { get; internal init; }

    /// <summary>True where debug information is all through which the working directory reaches the output.</summary>
    public bool OnlyDebugInfoHasDirectory { get; internal init; }

    /// <summary>What is said of coloured diagnostics.</summary>
    public ColourChoice Colour { get; internal init; }

    /// <summary>-H is there: the user reads the header list on stderr.</summary>
    public bool PrintsHeaders { get; internal init; }

    /// <summary>What -Wa, and -Xassembler hand to the assembler, split at the commas of -Wa.</summary>
    public IReadOnlyList<byte[]> AssemblerArguments { get; internal init; } = [];

    /// <summary>Files named by options whose content is an input of the compile.</summary>
    public IReadOnlyList<byte[]> HashedFiles { get; internal init; } = [];

    /// <summary>Plugins of the compiler's: inputs by content too.</summary>
    public IReadOnlyList<byte[]> Plugins { get; internal init; } = [];

    /// <summary>The same for files that may be missing, or be directories.</summary>
    public IReadOnlyList<byte[]> OptionalFiles { get; internal init; } = [];

    /// <summary>gcc reads the counts of an earlier run (.gcda), from a file whose name follows from <see cref="AuxiliaryName"/>.</summary>
    public bool ReadsProfile { get; internal init; }

    /// <summary>Where gcc looks for them instead.</summary>
    public IReadOnlyList<byte[]> ProfileDirectories { get; internal init; } = [];

    /// <summary>The path of side files up to the suffix.</summary>
    public byte[] AuxiliaryName { get; internal init; } = [];

    /// <summary>-specs=: the driver must be asked what it makes of the command line.</summary>
    public bool UsesSpecs { get; internal init; }

    /// <summary>clang's -fopenmp: what is made of <c>target</c> regions is named after the source's device and inode.</summary>
    public bool MayNameInodes { get; internal init; }

    /// <summary>Debug information is compressed: names in it can't be searched for.</summary>
    public bool CompressesDebug { get; internal init; }

    /// <summary>The first option that no table knows, or null.</summary>
    public byte[]? UnknownOption { get; internal init; }
}
