namespace Larder.Storage;

/// <summary>What people call the members of a result.</summary>
public static class ResultMemberNames
{
    /// <summary>Some words in lower case.</summary>
    public static string Of(ResultMemberKind kind) => kind switch
    {
        ResultMemberKind.Object => "object",
        ResultMemberKind.Assembly => "assembly",
        ResultMemberKind.Dependency => "dependency file",
        ResultMemberKind.SplitDwarf => "split debug information",
        ResultMemberKind.CoverageNotes => "coverage notes",
        ResultMemberKind.StandardOutput => "standard output",
        ResultMemberKind.StandardError => "standard error",
        ResultMemberKind.StackUsage => "stack usage",
        ResultMemberKind.CallGraph => "call graph",
        ResultMemberKind.Diagnostics => "serialized diagnostics",
        ResultMemberKind.AuxiliaryInformation => "auxiliary information",
        ResultMemberKind.OptimizationRecord => "optimization record",
        ResultMemberKind.PreprocessedSource => "preprocessed source",
        ResultMemberKind.KeptAssembly => "kept assembly",
        ResultMemberKind.KeptBitcode => "kept bitcode",
        ResultMemberKind.AssemblerListing => "assembler listing",
        ResultMemberKind.AnalyzerReport => "analyzer report",
        ResultMemberKind.ModuleInterface => "module interface",
        ResultMemberKind.PrecompiledHeader => "precompiled header",
        ResultMemberKind.ExitStatus => "exit status",
        ResultMemberKind.Nothing => "nothing",
        ResultMemberKind.DiagnosticsBesideOutput or ResultMemberKind.DiagnosticsOfOutput
            or ResultMemberKind.DiagnosticsOfSource or ResultMemberKind.DiagnosticsBesideSource => "diagnostics file",
        _ => "kind " + ((int)kind).ToString(),
    };
}
