using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Toolchains;

/// <summary>
/// What a wrapper script makes of a command line. A script may read anything, so it is asked each time what it would run
/// (<c>-###</c>, which gcc and clang answer without doing it), and the answer enters the key.
/// </summary>
internal static class WrapperExpansion
{
    /// <summary>
    /// The digest of the commands that would run. False where the wrapper doesn't answer, or has the compiler write or read files
    /// of which the command line says nothing.
    /// </summary>
    internal static bool TryDigest(Invocation invocation, Compilation compilation, Toolchain toolchain, out Digest digest)
    {
        digest = default;
        byte[][] words = [.. invocation.Arguments, "-###"u8.ToArray()];
        ProcessEnvironment environment = invocation.Environment.With("LC_ALL=C"u8.ToArray(), "LARDER_DISABLE=1"u8.ToArray());
        CapturedRun? run = CapturedRun.Of(invocation.Compiler, words, environment);
        if (run is not { Exit.Succeeded: true })
            return false;
        ProbeReport report = ProbeReport.Parse(run.Error);
        if (report.Commands.Count == 0)
            return false;

        KeyRecord key = KeyRecord.For("expansion"u8, 1);
        foreach (byte[][] command in report.Commands)
        {
            if (WritesHiddenFile(command, compilation) || (!toolchain.HidesMacros && IncludesHiddenFile(command, compilation)))
                return false;
            key.Add("words"u8, command.Length);
            foreach (byte[] word in command)
            {
                if (ConcernsHiddenFiles(word, compilation))
                    return false;
                key.Add("word"u8, IsTemporary(word) ? "temporary file"u8 : word);
            }
        }

        digest = key.Finish();
        return true;
    }

    /// <summary>cc1's words for files beside the output, where the compile as asked for has none.</summary>
    private static bool ConcernsHiddenFiles(ReadOnlySpan<byte> word, Compilation compilation)
    {
        if (word is not [(byte)'-', ..])
            return false;
        if (word.SequenceEqual("-ftest-coverage"u8) || word.SequenceEqual("--coverage"u8) || word.SequenceEqual("-coverage"u8)
            || word.StartsWith("-coverage-notes-file"u8))
            return !compilation.Coverage;
        if (word.SequenceEqual("-gsplit-dwarf"u8) || word.SequenceEqual("-split-dwarf-output"u8))
            return !compilation.SplitDwarf;
        if (word.SequenceEqual("-MD"u8) || word.SequenceEqual("-MMD"u8) || word.SequenceEqual("-dependency-file"u8))
            return compilation.Dependencies == DependencyMode.None;
        if (word.StartsWith("-fprofile-use"u8) || word.StartsWith("-fbranch-probabilities"u8))
            return !compilation.ReadsProfile;
        if (word.StartsWith("-fauto-profile"u8) || word.StartsWith("-fprofile-instrument-use-path"u8) || word.StartsWith("-fprofile-sample-use"u8))
            return compilation.OptionalFiles.Count == 0;
        if (word.StartsWith("-fopt-info"u8))
            return !IsAsked(word, compilation);
        foreach (SideFile file in compilation.SideFiles)
        {
            if (word.StartsWith(WordOf(file.Kind)) || (file.Kind == SideFileKind.StackUsage && word.StartsWith("-stack-usage-file"u8)))
                return false;
        }

        return HasPrefix(word, SideFileWords);
    }

    /// <summary>The word by which cc1 is told of a side file; one that no command has where there is none.</summary>
    private static ReadOnlySpan<byte> WordOf(SideFileKind kind) => kind switch
    {
        SideFileKind.AuxiliaryInformation => "-aux-info"u8,
        SideFileKind.CallGraph => "-fcallgraph-info"u8,
        SideFileKind.OptimizationRecord => "-opt-record-"u8,
        SideFileKind.SerializedDiagnostics => "-serialize-diagnostic-file"u8,
        SideFileKind.StackUsage => "-fstack-usage"u8,
        _ => " "u8,
    };

    /// <summary>A command's output is a file of which the compile as asked for knows nothing: what -save-temps keeps.</summary>
    private static bool WritesHiddenFile(byte[][] command, Compilation compilation)
    {
        for (int i = 1; i + 1 < command.Length; i++)
        {
            if (!command[i].AsSpan().SequenceEqual("-o"u8))
                continue;
            byte[] output = command[i + 1];
            if (!IsTemporary(output) && !output.AsSpan().SequenceEqual("-"u8) && !output.AsSpan().SequenceEqual("/dev/null"u8)
                && !output.AsSpan().SequenceEqual(compilation.OutputPath)
                && !IsSideFile(output, compilation))
                return true;
        }

        return false;
    }

    /// <summary>More files are included ahead of the source than the command line names; gcc's list of headers leaves them out.</summary>
    private static bool IncludesHiddenFile(byte[][] command, Compilation compilation)
    {
        int included = 0;
        foreach (byte[] word in command)
        {
            if (word.AsSpan().SequenceEqual("-include"u8) || word.AsSpan().SequenceEqual("-imacros"u8))
                included++;
        }

        return included > compilation.CommandLineIncludes.Count;
    }

    private static bool IsSideFile(ReadOnlySpan<byte> path, Compilation compilation)
    {
        foreach (SideFile file in compilation.SideFiles)
        {
            if (path.SequenceEqual(file.Path))
                return true;
        }

        return false;
    }

    private static bool IsAsked(ReadOnlySpan<byte> word, Compilation compilation)
    {
        foreach (byte[] argument in compilation.Arguments)
        {
            if (word.SequenceEqual(argument))
                return true;
        }

        return false;
    }

    /// <summary>One prefix a line. gcc's cc1 and clang's -cc1 spell some of them each in its own way.</summary>
    private static ReadOnlySpan<byte> SideFileWords => """
        -aux-info
        -dependency-dot
        -diagnostic-log-file
        -fcallgraph-info
        -fdump-
        -fmodule
        -fplugin
        -fsave-optimization-record
        -fstack-usage
        -ftime-trace
        -header-include-file
        -include-pch
        -ivfsoverlay
        -load
        -opt-record-file
        -serialize-diagnostic-file
        -stack-usage-file

        """u8;

    private static bool HasPrefix(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            if (end > 0 && word.StartsWith(lines[..end]))
                return true;
            lines = lines[(end + 1)..];
        }

        return false;
    }

    /// <summary>
    /// The drivers' names for their own files: gcc's are "cc", six random characters and a suffix (libiberty,
    /// make-temp-file.c), clang's a name, "-", at least six hexadecimal digits and a suffix (LLVM, createTemporaryFile).
    /// </summary>
    private static bool IsTemporary(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> name = ByteString.FileName(word);
        if (word is not [(byte)'/', ..] || !(name.EndsWith(".s"u8) || name.EndsWith(".o"u8)))
            return false;
        ReadOnlySpan<byte> stem = name[..^2];
        if (stem.Length == 8 && stem.StartsWith("cc"u8))
            return true;
        ReadOnlySpan<byte> random = stem[(stem.LastIndexOf((byte)'-') + 1)..];
        return random.Length is >= 6 and <= 8 && random.Length < stem.Length
            && random.IndexOfAnyExcept("0123456789abcdef"u8) < 0;
    }
}
