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
        List<ExpectedOutput> outputs =
        [
            compilation.Stage switch
            {
                CompileStage.Object => new ExpectedOutput(ResultMemberKind.Object, compilation.OutputPath, true, true),
                CompileStage.Assembly => new ExpectedOutput(ResultMemberKind.Assembly, compilation.OutputPath, true, isClang),
                _ => new ExpectedOutput(ResultMemberKind.PrecompiledHeader, compilation.OutputPath, true, isClang),
            },
        ];
        if (compilation.DependencyFile is { } dependencies)
            outputs.Add(new ExpectedOutput(ResultMemberKind.Dependency, dependencies, true, false));
        if (compilation.SplitDwarfFile is { } dwarf)
            outputs.Add(new ExpectedOutput(ResultMemberKind.SplitDwarf, dwarf, false, !isClang));
        if (compilation.CoverageNotesFile is { } notes)
            outputs.Add(new ExpectedOutput(ResultMemberKind.CoverageNotes, notes, false, false));
        return outputs;
    }
}
