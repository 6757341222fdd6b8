using Larder.Caching.Direct;
using Larder.Caching.Failures;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>Chooses how a compile tells what it reads, and reads what it told.</summary>
internal static class IncludeSources
{
    internal static IncludeSource Choose(Compilation compilation, Toolchain toolchain)
    {
        if (!Dialects.IsPreprocessed(compilation.Language))
            return IncludeSource.None;
        if (compilation.Dependencies == DependencyMode.User
            && (toolchain.Family == CompilerFamily.Clang || compilation.SwitchesInDwarf || compilation.RecordsCommandLine))
            return IncludeSource.DependencyRun;
        if (toolchain.Family == CompilerFamily.Clang)
            return IncludeSource.HeaderFile;
        return compilation.Dependencies switch
        {
            DependencyMode.None => IncludeSource.DependencyVariable,
            DependencyMode.All => IncludeSource.DependencyFile,
            _ => new HeaderTree(compilation, toolchain) is var tree && tree.IsTracedWhole(tree.MayTakePrecompiled()) ? IncludeSource.HeaderTrace : IncludeSource.DependencyRun,
        };
    }

    /// <summary>
    /// True where the assembler is made to list what it reads. Not under -flto: gcc keeps the words for the assembler in the
    /// object, and the link would hand ours on.
    /// </summary>
    internal static bool ListsAssembled(Compilation compilation, Toolchain toolchain) =>
        compilation is { Stage: CompileStage.Object, LinkTime: false } && toolchain is { Family: CompilerFamily.Gcc, AssemblerIsGnu: true };

    /// <summary>
    /// Lists the headers. False where the list can't be trusted: then nothing may be stored. Takes the compiler's header lines
    /// out of the diagnostics.
    /// </summary>
    internal static bool Read(
        IncludeSource source,
        Invocation invocation,
        Compilation compilation,
        Toolchain toolchain,
        CompilerRun run,
        List<byte[]> headers,
        ref byte[] diagnostics)
    {
        if (source == IncludeSource.HeaderTrace)
        {
            HeaderTree tree = new(compilation, toolchain);
            HeaderTrace trace = new(tree.Fits, compilation.Source);
            trace.Read(run.Error);
            headers.AddRange(trace.Headers);
            if (!compilation.PrintsHeaders)
                diagnostics = [.. trace.Diagnostics];

            // What stands ahead of the source may have become something else since it was chosen to trace.
            return trace.IsCertain && tree.IsTracedWhole(trace.TookPrecompiled)
                && (run.Exit.Succeeded || FailedIncludes.MayBeKept(invocation, compilation, run.Exit, diagnostics, out _));
        }

        if (!run.Exit.Succeeded)
        {
            return FailedIncludes.MayBeKept(invocation, compilation, run.Exit, diagnostics, out FailureText failure)
                && FailedIncludes.TryRead(source, invocation, compilation, failure, run, headers);
        }

        switch (source)
        {
            case IncludeSource.DependencyVariable:
                return DependencyRule.TryRead(run.Headers, headers);
            case IncludeSource.DependencyFile:
                // A pipe (-MF /dev/stdout) can't be read back, and the attempt would never end.
                byte[]? rule = FileSystem.Stat(compilation.DependencyFile, out FileStatus status) == Errno.None && status.IsRegular
                    ? FileSystem.ReadAll(compilation.DependencyFile, out _)
                    : null;
                return rule is not null && DependencyRule.TryRead(rule, headers) && headers.Count > 0
                    && PathSpelling.Normalize(headers[0]).AsSpan().SequenceEqual(PathSpelling.Normalize(compilation.Source));
            case IncludeSource.DependencyRun:
                byte[][] words = [.. PreprocessorWords.Of(invocation, compilation, "-M"u8)];
                return CapturedRun.Of(invocation.Compiler, words, invocation.Environment.With("LARDER_DISABLE=1"u8.ToArray())) is
                        { Exit.Succeeded: true } listing
                    && DependencyRule.TryRead(listing.Output, headers);
            case IncludeSource.HeaderFile:
                ReadLines(run.Headers, headers);

                // Under -save-temps clang reads its own text again, and takes its line markers for headers.
                headers.RemoveAll(static header => IsNoFile(header) && FileSystem.LinkStat(header, out _) != Errno.None);
                return !compilation.PrintsHeaders;
            default:
                return true;
        }
    }

    private static bool IsNoFile(ReadOnlySpan<byte> header) => header.SequenceEqual("<built-in>"u8) || header.SequenceEqual("<command line>"u8);

    internal static void ReadLines(ReadOnlySpan<byte> text, List<byte[]> lines)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!line.IsEmpty)
                lines.Add(Unescape(line));
        }
    }

    /// <summary>clang writes names as they would stand in a string literal (Lexer::Stringify).</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf((byte)'\\') < 0)
            return line.ToArray();
        List<byte> name = new(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
                i++;
            name.Add(line[i]);
        }

        return [.. name];
    }
}
