namespace Larder.Compilers;

/// <summary>What a <see cref="SideFile"/> is.</summary>
public enum SideFileKind : byte
{
    /// <summary>-fstack-usage: .su</summary>
    StackUsage,

    /// <summary>-fcallgraph-info: .ci</summary>
    CallGraph,

    /// <summary>--serialize-diagnostics FILE</summary>
    SerializedDiagnostics,

    /// <summary>-aux-info FILE</summary>
    AuxiliaryInformation,

    /// <summary>clang's -fsave-optimization-record: .opt.yaml</summary>
    OptimizationRecord,

    /// <summary>-save-temps: .i and its kin, and the .s that a .S becomes.</summary>
    KeptText,

    /// <summary>-save-temps: .s</summary>
    KeptAssembly,

    /// <summary>clang's -save-temps: .bc</summary>
    KeptBitcode,

    /// <summary>-Wa,-a…=FILE</summary>
    AssemblerListing,

    /// <summary>gcc's -fdiagnostics-format=…-file, in one of the places where releases put it: beside the output.</summary>
    DiagnosticsBesideOutput,

    /// <summary>The same: in the working directory, called like the output.</summary>
    DiagnosticsOfOutput,

    /// <summary>The same: in the working directory, called like the source.</summary>
    DiagnosticsOfSource,

    /// <summary>The same: beside the source.</summary>
    DiagnosticsBesideSource,
}
