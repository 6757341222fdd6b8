using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Results;

/// <summary>A file that a compile writes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where, as spelled.</param>
/// <param name="IsRequired">False where the compiler may leave it out (a .dwo without debug information).</param>
/// <param name="Replaces">
/// The compiler puts a new file in its place (the assembler unlinks first, clang renames); else it writes into the file that
/// is there, through links, and leaves its mode.
/// </param>
internal readonly record struct ExpectedOutput(ResultMemberKind Kind, byte[] Path, bool IsRequired, bool Replaces)
{
    /// <summary>All files that a compile writes, the main one first.</summary>
    internal static List<ExpectedOutput> Of(Compilation compilation)
    {
        bool isClang = compilation.Family == CompilerFamily.Clang;
        List<ExpectedOutput> outputs = [];
        if (compilation.WritesOutput)
        {
            outputs.Add(compilation.Stage switch
            {
                CompileStage.Object => new ExpectedOutput(ResultMemberKind.Object, compilation.OutputPath, true, true),
                CompileStage.Assembly => new ExpectedOutput(ResultMemberKind.Assembly, compilation.OutputPath, true, isClang),
                CompileStage.PrecompiledHeader => new ExpectedOutput(ResultMemberKind.PrecompiledHeader, compilation.OutputPath, true, isClang),
                CompileStage.ModuleInterface => new ExpectedOutput(ResultMemberKind.ModuleInterface, compilation.OutputPath, true, true),
                CompileStage.Text => new ExpectedOutput(ResultMemberKind.PreprocessedSource, compilation.OutputPath, true, isClang),
                _ => new ExpectedOutput(ResultMemberKind.AnalyzerReport, compilation.OutputPath, true, false),
            });
        }

        if (compilation.Modules?.Interface is { } written)
            outputs.Add(new ExpectedOutput(ResultMemberKind.ModuleInterface, written, true, true));
        if (compilation.DependencyFile is { } dependencies)
            outputs.Add(new ExpectedOutput(ResultMemberKind.Dependency, dependencies, true, false));
        if (compilation.SplitDwarfFile is { } dwarf)
            outputs.Add(new ExpectedOutput(ResultMemberKind.SplitDwarf, dwarf, false, !isClang));
        if (compilation.CoverageNotesFile is { } notes)
            outputs.Add(new ExpectedOutput(ResultMemberKind.CoverageNotes, notes, true, false));
        foreach (SideFile file in compilation.SideFiles)
            outputs.Add(new ExpectedOutput(KindOf(file.Kind), file.Path, file.IsRequired, file.Replaces));
        return outputs;
    }

    /// <summary>One of several places where a file may have been written: one of those must have it.</summary>
    internal bool IsOneOfSeveral => Kind is ResultMemberKind.DiagnosticsBesideOutput or ResultMemberKind.DiagnosticsOfOutput
        or ResultMemberKind.DiagnosticsOfSource or ResultMemberKind.DiagnosticsBesideSource;

    private static ResultMemberKind KindOf(SideFileKind kind) => kind switch
    {
        SideFileKind.StackUsage => ResultMemberKind.StackUsage,
        SideFileKind.CallGraph => ResultMemberKind.CallGraph,
        SideFileKind.SerializedDiagnostics => ResultMemberKind.Diagnostics,
        SideFileKind.AuxiliaryInformation => ResultMemberKind.AuxiliaryInformation,
        SideFileKind.OptimizationRecord => ResultMemberKind.OptimizationRecord,
        SideFileKind.KeptText => ResultMemberKind.PreprocessedSource,
        SideFileKind.KeptAssembly => ResultMemberKind.KeptAssembly,
        SideFileKind.KeptBitcode => ResultMemberKind.KeptBitcode,
        SideFileKind.AssemblerListing => ResultMemberKind.AssemblerListing,
        SideFileKind.DiagnosticsBesideOutput => ResultMemberKind.DiagnosticsBesideOutput,
        SideFileKind.DiagnosticsOfOutput => ResultMemberKind.DiagnosticsOfOutput,
        SideFileKind.DiagnosticsOfSource => ResultMemberKind.DiagnosticsOfSource,
        _ => ResultMemberKind.DiagnosticsBesideSource,
    };
}
