using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Caching.Verification;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <content>Hits that are compiled all the same (<c>verify_hits</c>): the compiler says what is right.</content>
public sealed partial class CompileCache
{
    /// <summary>How often the compiler must make the same again before a difference is the cache's: chance may lead to the same once.</summary>
    private const int Repetitions = 3;

    /// <summary>
    /// Compiles what would have been a hit, as on a miss, and compares. What is delivered is the compiler's, whatever comes of it. Of the cache's
    /// doing is a difference only where the compiler makes the same again and again, and the same look-up still leads to the same entry.
    /// </summary>
    private CacheOutcome Verify(HeldHit hit, CompilePlan plan, IChildWatch? watch)
    {
        FileStatus source = _sourceStatus;
        if (FinishedCompile.Run(_invocation, _compilation, plan, watch) is not { FailedForOurWords: false } finished)
            return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
        try
        {
            return Verify(hit, plan, watch, in source, ref finished);
        }
        catch (Exception fault)
        {
            // The compile has run and its outputs stand: whatever happens here, it must not run again.
            return Delivered(finished, Counter.InternalError, JudgedCompile.Describe(fault));
        }
    }

    /// <param name="hit">What would have been delivered.</param>
    /// <param name="plan">How the compiler runs.</param>
    /// <param name="watch">Told of the compiler while it runs.</param>
    /// <param name="source">The source as it was before the compiler ran.</param>
    /// <param name="finished">The compile; the last one where it ran again.</param>
    private CacheOutcome Verify(HeldHit hit, CompilePlan plan, IChildWatch? watch, in FileStatus source, ref FinishedCompile finished)
    {
        if (finished.Exit.Signal != 0)
            return Delivered(finished, Counter.CompileFailed);
        OutputSet made = OutputSet.Of(_compilation, finished, out ResultBuilder? captured, out Counter obstacle);
        if (Obstacle(hit, finished, captured, obstacle) is { } why)
            return Unverifiable(hit, finished, why);
        List<OutputMismatch> differences = Compare(hit.Outputs, made);
        if (differences.Count == 0)
        {
            _statistics.Add(Counter.VerifiedHit);
            return Served(hit, finished, "verified");
        }

        if (Allowance(hit) is { } allowed)
            return Differing(hit, plan, finished, captured, in source, $"it differs, which {allowed} allows");

        for (int i = 0; i < Repetitions; i++)
        {
            // With the turn of a second between them: what the time of day gets into, it gets into differently.
            TurnOfSecond.Await();
            if (FinishedCompile.Run(_invocation, _compilation, plan, watch) is not { } next)
                return Differing(hit, plan, finished, captured, in source, "it differs, and the compiler could not be started once more");

            // The first one's outputs are gone. Unless somebody wants the build to end, the compiler alone has the last word, as without larder.
            if (finished.Exit.Succeeded && !next.Exit.Succeeded && next.Exit.Signal is not (SignalNumber.HangUp or SignalNumber.Interrupt or SignalNumber.Quit or SignalNumber.Terminate))
            {
                _statistics.Add(Counter.UnverifiableHit);
                return CacheOutcome.RunCompiler(Counter.FallbackExecuted, "it failed when it was run once more to verify a hit"u8.ToArray());
            }

            finished = next;
            OutputSet again = OutputSet.Of(_compilation, next, out captured, out obstacle);
            if (next.FailedForOurWords || next.Exit.Signal != 0 || Obstacle(hit, next, captured, obstacle) is not null)
                return Differing(hit, plan, next, captured, in source, "it differs, and the compiler did not come to the same end once more");
            List<OutputMismatch> unsteady = made.Compare(again);
            differences.RemoveAll(difference => unsteady.Exists(other => other.Kind == difference.Kind));
            if (differences.Count == 0)
                return Differing(hit, plan, next, captured, in source, "it differs, and the compiler doesn't make the same twice");
        }

        if (!LeadsHereStill(hit, in source))
            return Differing(hit, plan, finished, captured, in source, "it differs, and an input has changed meanwhile");
        return Wrong(hit, plan, finished, captured, differences, in source);
    }

    /// <summary>Why what was compiled can't be held against anything; null where it can.</summary>
    private static string? Obstacle(HeldHit hit, FinishedCompile finished, ResultBuilder? captured, Counter reason)
    {
        // A failure for want of memory, of disk space, of a program says nothing of the sources.
        if (!finished.Exit.Succeeded && !finished.Failure.IsOfSource)
            return "the compiler failed";

        // How it ends tells enough where that differs.
        return captured is null && finished.Exit == hit.Outputs.Exit ? $"its outputs can't be read back: {ReasonNames.Of(reason)}" : null;
    }

    /// <summary>
    /// What differs, but for what the user has said may be in another language, and for the order in which gcc lists the modules that are imported: that of
    /// a table by addresses, so one of a few by chance, and often the same several times.
    /// </summary>
    private List<OutputMismatch> Compare(OutputSet stored, OutputSet made)
    {
        List<OutputMismatch> differences = stored.Compare(made);
        if (_compilation is { Modules: not null, Family: CompilerFamily.Gcc })
            differences.RemoveAll(static difference => difference.Kind == ResultMemberKind.Dependency && difference.HasSameWords);
        if (Settings.Sloppiness.HasFlag(Sloppiness.Locale))
            differences.RemoveAll(static difference => difference.Kind is ResultMemberKind.StandardError or ResultMemberKind.StandardOutput);
        return differences;
    }

    /// <summary>A setting by which the user lets results differ from what the compiler makes.</summary>
    private string? Allowance(HeldHit hit) => Settings.Sloppiness.HasFlag(Sloppiness.TimeMacros) ? "sloppiness = time_macros"
        : !Settings.HashDirectory ? "hash_dir = no"

        // The seed is made of the key in which every path is as spelled, there.
        : hit.IsNeutral && StableSeed.Applies(_invocation, _compilation) ? "stable_seed"
        : null;

    /// <summary>Once more from the start: nothing that the hit rests on has changed while the compiler ran.</summary>
    private bool LeadsHereStill(HeldHit hit, in FileStatus source) =>
        LookUp(mayRunPrograms: true).Held is { } now && now.IsLike(hit) && _sourceStatus.IsUnchangedFrom(in source);

    private CacheOutcome Unverifiable(HeldHit hit, FinishedCompile finished, string why)
    {
        _statistics.Add(Counter.UnverifiableHit);
        return Served(hit, finished, "not verified: " + why);
    }

    /// <summary>
    /// It differs, and nobody is to blame. A precompiled header, or a module's interface, that is another one now is stored: nobody who uses it could be
    /// cached without what is known of it.
    /// </summary>
    private CacheOutcome Differing(HeldHit hit, CompilePlan plan, FinishedCompile finished, ResultBuilder? captured, in FileStatus source, string why)
    {
        if (_compilation.Stage == CompileStage.PrecompiledHeader || _compilation.MakesInterface)
            StoreAnew(plan, finished, captured, in source);
        return Unverifiable(hit, finished, why);
    }

    private CacheOutcome Wrong(HeldHit hit, CompilePlan plan, FinishedCompile finished, ResultBuilder? captured, List<OutputMismatch> differences, in FileStatus source)
    {
        Quarantine quarantine = new(_store);
        WrongHitReport report = new(_invocation, _compilation, plan, hit, differences);
        byte[]? place = report.TryWrite(quarantine, finished.Exit);
        if (!Settings.ReadOnly)
        {
            foreach ((LocalStore layer, Digest key) in hit.Manifests)
                layer.Remove(EntryKind.Manifest, in key);
            hit.Layer.Remove(EntryKind.Result, in hit.Key);
            StoreAnew(plan, finished, captured, in source);
        }

        string where = place is not null ? $"see {ByteString.Show(place)}/{WrongHitReport.Name}"
            : Settings.ReadOnly ? "nothing is written, for read_only is set"
            : $"no report was written; there are others in {ByteString.Show(quarantine.Directory)}";
        return CacheOutcome.Compiled(
            Counter.WrongHit, place ?? [], finished.Exit, finished.Output, finished.Diagnostics,
            $"larder: warning: what the cache holds for {ByteString.Show(_compilation.Source)} is not what the compiler makes, which is used here; {where}\n",
            finished.Duration).Of(captured);
    }

    /// <summary>Stores what was compiled, as after a miss. In lower directories nothing is removed: what is stored here is found before it.</summary>
    private void StoreAnew(CompilePlan plan, FinishedCompile finished, ResultBuilder? captured, in FileStatus source)
    {
        LookUpOutcome found = LookUpAfterCompile(in source);
        if (captured is not null && WantsOutputs(finished) && found.Plan is { } now && now.Key == plan.Key)
            Judge(finished, isCaptured: true, Counter.None).Publish(captured);
    }

    private CacheOutcome Served(HeldHit hit, FinishedCompile finished, string detail)
    {
        if (hit.Layer != _store)
            _statistics.Add(Counter.LowerHit);
        hit.Touch();
        return Delivered(finished, hit.Counter, System.Text.Encoding.UTF8.GetBytes(detail)).WithKey(in hit.Key);
    }

    private static CacheOutcome Delivered(FinishedCompile finished, Counter counter, byte[]? detail = null) =>
        CacheOutcome.Compiled(counter, detail, finished.Exit, finished.Output, finished.Diagnostics, spent: finished.Duration);
}
