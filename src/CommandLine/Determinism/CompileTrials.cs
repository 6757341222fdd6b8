using Larder.Caching;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.CommandLine.Determinism;

/// <summary>Runs one compile again and again, as it is or with something added, past the cache.</summary>
/// <param name="invocation">What was asked.</param>
/// <param name="compilation">The same, read.</param>
internal sealed class CompileTrials(Invocation invocation, Compilation compilation)
{
    private readonly byte[][] _outputs = [.. ExpectedOutput.Of(compilation).Select(static output => output.Path)];

    /// <summary>The compiler's family.</summary>
    internal CompilerFamily Family => compilation.Family;

    /// <summary>Two runs, with the turn of a second between them: what the time of day gets into, it gets into differently.</summary>
    /// <param name="remedy">What is added; null: nothing.</param>
    /// <param name="problem">Why there is none: the compiler could not be started.</param>
    internal (CompileTrial First, CompileTrial Second)? Pair(Remedy? remedy, out string problem)
    {
        long second = Clock.Now.Seconds;
        if (Run(remedy, out problem) is not { } first)
            return null;
        TurnOfSecond.AwaitAfter(second);
        return Run(remedy, out problem) is { } other ? (first, other) : null;
    }

    /// <summary>Puts the files of a run in their places again.</summary>
    internal static void Restore(CompileTrial trial)
    {
        foreach ((byte[] path, byte[]? content) in trial.Outputs)
        {
            if (content is null || FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Create, out FileDescriptor file, 0x1B6) != Errno.None)
                continue;
            using (file)
            {
                file.Truncate(0);
                file.WriteAll(content);
            }
        }
    }

    private CompileTrial? Run(Remedy? remedy, out string problem)
    {
        Invocation asked = new()
        {
            Compiler = invocation.Compiler,
            Arguments = invocation.Arguments,
            Environment = remedy is { Variable: { } variable } ? invocation.Environment.With(ByteText.Encode(variable)) : invocation.Environment,
            Settings = invocation.Settings,
            ErrorIsTerminal = false,
        };
        byte[][] words = remedy is null ? invocation.Arguments : [.. invocation.Arguments, .. remedy.Words.Select(static word => ByteText.Encode(word))];
        using CompilerRun run = new();
        int error = run.Run(asked, words, IncludeSource.None, listAssembled: false, colours: false, watch: null);
        problem = error == Errno.None ? "" : $"{ByteString.Show(invocation.Compiler)} could not be started: {Errno.Describe(error)}";
        return error == Errno.None
            ? new CompileTrial(run.Exit, [.. run.Output, .. run.Error], [.. _outputs.Select(static path => (path, FileSystem.ReadAll(path, out _)))])
            : null;
    }
}
