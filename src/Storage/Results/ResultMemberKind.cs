namespace Larder.Storage;

/// <summary>What a member of a result is. Written to disk, never change.</summary>
public enum ResultMemberKind : ushort
{
    /// <summary>The object file (<c>-c</c>), or whatever <c>-o</c> names.</summary>
    Object = 1,

    /// <summary>Assembly (<c>-S</c>).</summary>
    Assembly = 2,

    /// <summary>The dependency file (<c>-MD</c>).</summary>
    Dependency = 3,

    /// <summary>The split debug information (<c>.dwo</c>).</summary>
    SplitDwarf = 4,

    /// <summary>Coverage notes (<c>.gcno</c>).</summary>
    CoverageNotes = 5,

    /// <summary>What the compiler wrote to its standard output.</summary>
    StandardOutput = 6,

    /// <summary>What the compiler wrote to its standard error.</summary>
    StandardError = 7,

    /// <summary>Stack usage (<c>-fstack-usage</c>, <c>.su</c>).</summary>
    StackUsage = 8,

    /// <summary>Call graph information (<c>-fcallgraph-info</c>, <c>.ci</c>).</summary>
    CallGraph = 9,

    /// <summary>Serialized diagnostics (<c>--serialize-diagnostics</c>, <c>.dia</c>).</summary>
    Diagnostics = 10,

    /// <summary>Auxiliary information (<c>-aux-info</c>).</summary>
    AuxiliaryInformation = 11,

    /// <summary>The optimisation record (<c>-fsave-optimization-record</c>).</summary>
    OptimizationRecord = 12,

    /// <summary>Intermediate text that <c>-save-temps</c> keeps: preprocessed source.</summary>
    PreprocessedSource = 13,

    /// <summary>Assembly that <c>-save-temps</c> keeps.</summary>
    KeptAssembly = 14,

    /// <summary>Bitcode that clang's <c>-save-temps</c> keeps.</summary>
    KeptBitcode = 15,

    /// <summary>The assembler's listing (<c>-Wa,-a…=FILE</c>).</summary>
    AssemblerListing = 16,

    /// <summary>The static analyser's report (<c>--analyze</c>).</summary>
    AnalyzerReport = 17,

    /// <summary>Nothing: a compile that writes no file (<c>-fsyntax-only</c>), so that its result has a member.</summary>
    Nothing = 18,

    /// <summary>gcc's diagnostics as a file (<c>-fdiagnostics-format=sarif-file</c>), beside the output.</summary>
    DiagnosticsBesideOutput = 19,

    /// <summary>The same, in the working directory and called like the output.</summary>
    DiagnosticsOfOutput = 20,

    /// <summary>The same, in the working directory and called like the source.</summary>
    DiagnosticsOfSource = 21,

    /// <summary>The same, beside the source.</summary>
    DiagnosticsBesideSource = 22,

    /// <summary>A precompiled header (<c>.gch</c>, <c>.pch</c>).</summary>
    PrecompiledHeader = 30,

    /// <summary>The digest of the precompiled header's, or the module interface's, content: under it stands what it was made of (<see cref="EntryKind.PrecompiledHeader"/>).</summary>
    PrecompiledHeaderDigest = 31,

    /// <summary>The exit status, one byte; only in the result of a compile that failed.</summary>
    ExitStatus = 32,

    /// <summary>What a module's importers read (gcc's <c>.gcm</c>, clang's <c>.pcm</c>).</summary>
    ModuleInterface = 40,
}
