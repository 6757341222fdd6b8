namespace Larder.Compilers;

/// <summary>What the parser does with an option, beyond keeping it in the key. The letters stand in the tables.</summary>
internal enum OptionRole : byte
{
    /// <summary>Kept and keyed.</summary>
    Keep = (byte)'.',

    /// <summary>Never reaches anything that is cached.</summary>
    Drop = (byte)'~',

    /// <summary>Only the linker gets it: gcc ignores it on a compile, clang says that it is unused.</summary>
    LinkOnly = (byte)'l',

    /// <summary>Not cached: side effects that are not restored, or not understood.</summary>
    Refuse = (byte)'!',

    /// <summary>Not cached: modules.</summary>
    Modules = (byte)'M',

    /// <summary>-fmodules-ts of gcc: the text may import modules, and make one.</summary>
    ModuleSwitch = (byte)'<',

    /// <summary>-fmodule-mapper= of gcc: which file is which module's.</summary>
    ModuleMapper = (byte)'$',

    /// <summary>-fmodule-file= of clang: a module's file, with or without its name.</summary>
    ModuleFile = (byte)'>',

    /// <summary>-fmodule-output of clang: where the module's file goes.</summary>
    ModuleOutput = (byte)']',

    /// <summary>-fprebuilt-module-path= of clang: a directory in which modules are found by their names.</summary>
    ModuleDirectory = (byte)';',

    /// <summary>--precompile of clang: the module's file is all that is made.</summary>
    StopAtInterface = (byte)'[',

    /// <summary>Not cached: precompiled headers.</summary>
    PrecompiledHeader = (byte)'h',

    /// <summary>Not cached: for one of several architectures.</summary>
    Architectures = (byte)'A',

    /// <summary>Asks the driver for information.</summary>
    Information = (byte)'?',

    /// <summary>-M and -MM: a rule in place of the text.</summary>
    Preprocess = (byte)'E',

    /// <summary>-E.</summary>
    StopAtText = (byte)'_',

    /// <summary>-dM and its kin: another text in place of the preprocessor's, or beside it.</summary>
    TextForm = (byte)'@',

    /// <summary>-fsyntax-only.</summary>
    SyntaxOnly = (byte)'y',

    /// <summary>-c.</summary>
    StopAtObject = (byte)'c',

    /// <summary>-S.</summary>
    StopAtAssembly = (byte)'s',

    /// <summary>-o.</summary>
    Output = (byte)'o',

    /// <summary>-x.</summary>
    Language = (byte)'x',

    /// <summary>-MD.</summary>
    DependAll = (byte)'m',

    /// <summary>-MMD.</summary>
    DependUser = (byte)'n',

    /// <summary>-MF.</summary>
    DependFile = (byte)'f',

    /// <summary>-MT and -MQ.</summary>
    DependTarget = (byte)'t',

    /// <summary>-MP.</summary>
    DependPhony = (byte)'p',

    /// <summary>-MG.</summary>
    DependMissing = (byte)'g',

    /// <summary>-g and the options that switch debug information on or set its level.</summary>
    Debug = (byte)'d',

    /// <summary>Line tables alone: debug level 1.</summary>
    DebugLines = (byte)'9',

    /// <summary>-gsplit-dwarf.</summary>
    SplitDwarf = (byte)'w',

    /// <summary>-gsplit-dwarf=split or =single.</summary>
    SplitDwarfKind = (byte)'v',

    /// <summary>-gno-split-dwarf.</summary>
    NoSplitDwarf = (byte)'W',

    /// <summary>The output repeats the command line.</summary>
    RecordLine = (byte)'r',

    /// <summary>The negation of <see cref="RecordLine"/>.</summary>
    NoRecordLine = (byte)'R',

    /// <summary>-grecord-gcc-switches of gcc, which is the default.</summary>
    SwitchesInDwarf = (byte)'Q',

    /// <summary>-gno-record-gcc-switches of gcc.</summary>
    NoSwitchesInDwarf = (byte)'q',

    /// <summary>-frandom-seed=.</summary>
    Seed = (byte)'e',

    /// <summary>Link-time optimisation and profiles: the seed and the output's name can reach the object.</summary>
    SeedSensitive = (byte)'1',

    /// <summary>Writes a .gcno file.</summary>
    Coverage = (byte)'k',

    /// <summary>-march= and its like, which may say native.</summary>
    Machine = (byte)'N',

    /// <summary>Coloured diagnostics.</summary>
    ColourAlways = (byte)'+',

    /// <summary>Plain diagnostics.</summary>
    ColourNever = (byte)'-',

    /// <summary>Coloured diagnostics by value.</summary>
    ColourValue = (byte)'=',

    /// <summary>-fdiagnostics-plain-output: among other things, no colour.</summary>
    PlainOutput = (byte)'B',

    /// <summary>-include.</summary>
    Include = (byte)'i',

    /// <summary>-imacros.</summary>
    IncludeMacros = (byte)'j',

    /// <summary>-include-pch.</summary>
    IncludePrecompiled = (byte)'^',

    /// <summary>-Wa,.</summary>
    AssemblerList = (byte)'a',

    /// <summary>-Xassembler.</summary>
    AssemblerWord = (byte)'b',

    /// <summary>-Wp,.</summary>
    PreprocessorList = (byte)'P',

    /// <summary>-Xpreprocessor.</summary>
    PreprocessorWord = (byte)'X',

    /// <summary>-Xclang.</summary>
    FrontendWord = (byte)'C',

    /// <summary>-mllvm.</summary>
    BackendWord = (byte)'V',

    /// <summary>-H.</summary>
    PrintHeaders = (byte)'T',

    /// <summary>The value is a file whose content is an input.</summary>
    HashFile = (byte)'F',

    /// <summary>The value is a plugin, whose content is an input.</summary>
    Plugin = (byte)'*',

    /// <summary>-fopt-info, which may name a file.</summary>
    OptimisationReport = (byte)'O',

    /// <summary>-fdiagnostics-format=, which may mean a file.</summary>
    DiagnosticsFormat = (byte)'J',

    /// <summary>--driver-mode=.</summary>
    DriverMode = (byte)'D',

    /// <summary>-emit-llvm.</summary>
    EmitLlvm = (byte)'L',

    /// <summary>-fno-integrated-as.</summary>
    ExternalAssembler = (byte)'I',

    /// <summary>-arch.</summary>
    Architecture = (byte)'z',

    /// <summary>-save-temps, which keeps what the stages hand to each other.</summary>
    SaveTemps = (byte)'S',

    /// <summary>-fstack-usage: a .su file.</summary>
    StackUsage = (byte)'u',

    /// <summary>-fcallgraph-info: a .ci file.</summary>
    CallGraph = (byte)'U',

    /// <summary>--serialize-diagnostics FILE.</summary>
    SerializedDiagnostics = (byte)'K',

    /// <summary>-aux-info FILE.</summary>
    AuxiliaryInformation = (byte)'Z',

    /// <summary>-fsave-optimization-record of clang.</summary>
    OptimizationRecord = (byte)'2',

    /// <summary>-foptimization-record-file= of clang.</summary>
    OptimizationRecordFile = (byte)'3',

    /// <summary>-fno-save-optimization-record of clang.</summary>
    NoOptimizationRecord = (byte)'4',

    /// <summary>-dumpbase of gcc: the name of side files.</summary>
    DumpBase = (byte)'5',

    /// <summary>-dumpbase-ext of gcc: what is cut off that name.</summary>
    DumpBaseSuffix = (byte)'6',

    /// <summary>-dumpdir of gcc: what that name begins with.</summary>
    DumpDirectory = (byte)'7',

    /// <summary>-specs= of gcc: a file that can rewrite every command which the driver runs.</summary>
    Specs = (byte)'H',

    /// <summary>-fprofile-use and its kin: a profile is read, whose name may follow from other names.</summary>
    ProfileUse = (byte)'8',

    /// <summary>-fprofile-dir= of gcc: where profiles are written and read.</summary>
    ProfileDirectory = (byte)'0',

    /// <summary>--analyze of clang.</summary>
    Analyze = (byte)'Y',

    /// <summary>--analyzer-output of clang.</summary>
    AnalyzerOutput = (byte)'G',

    /// <summary>Not in the tables: the source file.</summary>
    Source = 1,

    /// <summary>Not in the tables: an option that none of them has.</summary>
    Unknown = 2,
}
