using Larder.Caching.Inputs;
using Larder.Caching.Results;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Failures;

/// <summary>
/// What a failing compile leaves behind (measured: gcc 12, clang 14). gcc's -c leaves an object that stands there alone, for the assembler
/// never ran; gcc's -S and -E and clang take away what had the output's name. The dependency file is written where the compiler came to the end of
/// the text; where a header was missing, gcc leaves an old one and clang takes it away.
/// </summary>
internal static class FailedOutputs
{
    /// <summary>Whether all that this compile can leave when it fails is understood.</summary>
    internal static bool AreUnderstood(Compilation compilation) =>
        compilation.SideFiles.Count == 0
        && (compilation.Stage == CompileStage.Text || !SourceLanguages.IsAssembler(compilation.Language))
        && ExpectedOutput.Of(compilation).TrueForAll(static output =>
            output.Kind is ResultMemberKind.Object or ResultMemberKind.Assembly or ResultMemberKind.PreprocessedSource or ResultMemberKind.Dependency);

    /// <summary>The files that it writes.</summary>
    internal static List<ExpectedOutput> Written(Compilation compilation, FailureText failure)
    {
        List<ExpectedOutput> outputs = ExpectedOutput.Of(compilation);
        outputs.RemoveAll(output => output.Kind != ResultMemberKind.Dependency || failure.Missing is not null);
        return outputs;
    }

    /// <summary>The files that it takes away where they stand there.</summary>
    /// <param name="compilation">The compile.</param>
    /// <param name="writesDependencies">It came to the end of the text.</param>
    internal static List<byte[]> Removed(Compilation compilation, bool writesDependencies)
    {
        List<byte[]> removed = [];
        bool isClang = compilation.Family == CompilerFamily.Clang;
        if (isClang && compilation.DependencyFile is { } dependencies && !writesDependencies)
            removed.Add(dependencies);
        if (compilation.OutputPath.Length > 0 && (isClang || compilation.Stage != CompileStage.Object))
            removed.Add(compilation.OutputPath);
        return removed;
    }

    /// <summary>Whether what stands there is what is expected after this failure: else it isn't understood, and not stored.</summary>
    internal static bool Stand(Compilation compilation, FailureText failure, RacyClock clock)
    {
        foreach (ExpectedOutput written in Written(compilation, failure))
        {
            // What is older than the compile is not what the compile wrote.
            if (FileSystem.Stat(written.Path, out FileStatus status) != Errno.None || !status.IsRegular || !clock.IsRacy(in status))
                return false;
        }

        return Removed(compilation, failure.Missing is null).TrueForAll(static path =>
            IsNowhere(path) || Errno.SaysAbsent(FileSystem.LinkStat(path, out _)));
    }

    /// <summary>No compiler takes /dev/null away.</summary>
    internal static bool IsNowhere(ReadOnlySpan<byte> path) => path.SequenceEqual("/dev/null"u8);
}
