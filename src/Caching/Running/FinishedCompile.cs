using Larder.Caching.Failures;
using Larder.Caching.Inputs;
using Larder.Caching.Modules;
using Larder.Caching.Precompiled;
using Larder.Caching.Results;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>A compile that has run once, on the original source: how it ended, what it said, and what it says that it read.</summary>
public sealed class FinishedCompile
{
    public required ChildExit Exit { get; init; }

    /// <summary>stdout, as the caller gets it.</summary>
    public required byte[] Output { get; init; }

    /// <summary>stderr, as the caller gets it: what was only for us is taken out.</summary>
    public required byte[] Diagnostics { get; init; }

    /// <summary>The compiler said something.</summary>
    internal bool HasDiagnostics => Diagnostics.Length > 0 || Output.Length > 0;

    /// <summary>What the compiler says it read, in its own order.</summary>
    public required byte[][] Headers { get; init; }

    /// <summary>What the assembler wrote to its list, a dependency rule.</summary>
    public required byte[] Assembled { get; init; }

    /// <summary>The list of headers can be trusted. Else nothing may be stored.</summary>
    public required bool IsCertain { get; init; }

    /// <summary>From right before the compiler started.</summary>
    public required RacyClock Clock { get; init; }

    /// <summary>What it failed for; nothing where it succeeded.</summary>
    internal FailureText Failure => Exit.Succeeded ? default : FailureText.Of(Exit, Diagnostics);

    /// <summary>How long the compiler took, in nanoseconds; 0 where that isn't known.</summary>
    public long Duration { get; init; }

    /// <summary>A fault of ours in reading the list, or null.</summary>
    public byte[]? Fault { get; init; }

    /// <summary>What stood in the outputs' places before; null where the compile ran elsewhere, and was captured there.</summary>
    internal OutputsBefore? Before { get; init; }

    /// <summary>It failed over words that larder added: the bare compiler must get its chance without them.</summary>
    public bool FailedForOurWords { get; init; }

    /// <summary>Runs the compiler. Null where it couldn't be started: then nothing has run.</summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="compilation">The same, read.</param>
    /// <param name="plan">How it is run.</param>
    /// <param name="watch">Told of the compiler while it runs.</param>
    public static FinishedCompile? Run(Invocation invocation, Compilation compilation, CompilePlan plan, IChildWatch? watch)
    {
        using CompilerRun run = new();
        ModuleUnits.Complete(compilation);
        OutputsBefore before = OutputsBefore.Of(compilation);
        RacyClock clock = FreshHeaders.StartAfter(compilation);
        if (run.Run(invocation, StableSeed.Words(invocation, compilation, plan.Key), plan.Includes, plan.ListsAssembled, plan.AddsColours, watch) != Errno.None)
            return null;
        long duration = Posix.Clock.Monotonic.TotalNanoseconds - clock.SteadyStarted;
        List<byte[]> headers = [];
        byte[] diagnostics = run.Error;
        bool isCertain = false;
        byte[]? fault = null;
        try
        {
            isCertain = IncludeSources.Read(plan.Includes, invocation, compilation, plan.Toolchain, run, headers, ref diagnostics);
        }
        catch (Exception thrown)
        {
            // The compiler has run, and must not run again for a fault in reading what it listed.
            fault = System.Text.Encoding.UTF8.GetBytes(thrown.ToString());
        }

        return new FinishedCompile
        {
            Exit = run.Exit,
            Output = run.Output,
            Diagnostics = diagnostics,
            Headers = headers.ToArray(),
            Assembled = run.Assembled,
            IsCertain = isCertain,
            Fault = fault,
            Before = before,
            Clock = clock,
            Duration = duration,
            FailedForOurWords = !run.Exit.Succeeded && run.AddsWords && ComplainsOfOurWords(diagnostics),
        };
    }

    private static bool ComplainsOfOurWords(ReadOnlySpan<byte> diagnostics) =>
        diagnostics.IndexOf("--MD"u8) >= 0 || diagnostics.IndexOf("'-H'"u8) >= 0 || diagnostics.IndexOf("-fdiagnostics-color"u8) >= 0;
}
