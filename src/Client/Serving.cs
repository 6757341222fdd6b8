using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.Caching.Settings;
using Larder.Caching.Verification;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Client;

/// <summary>
/// Serves a compile, down a ladder: no compile for the cache → the bare compiler, with no round trip; the daemon; in process, straight from
/// the disk; and from any trouble there the bare compiler again.
/// </summary>
internal static class Serving
{
    /// <summary>Returns only where the caller has to run the bare compiler.</summary>
    internal static void Serve(byte[] compiler, byte[][] command, ProcessEnvironment environment, CacheSettings settings)
    {
        SettingWarnings.Show(settings);
        if (settings.Directory.Length == 0)
            return;
        StandardStreams.Reserve();
        SignalDispositions.Adapt();
        LocalStore store = new(settings.StoreOptions());
        Invocation invocation = new()
        {
            Compiler = compiler,
            Arguments = command,
            Environment = environment,
            Settings = settings,
            ErrorIsTerminal = StandardStreams.Error.IsTerminal,
        };
        using SignalRelay signals = new();
        using CompileCache cache = new(invocation, store, () => FileDigestCache.Open(store));
        CacheOutcome outcome = Serve(cache, invocation, store, signals, out ThroughDaemon? daemon);
        if (!outcome.IsDelivered)
        {
            daemon?.Tell();
            return;
        }

        int written = StandardStreams.Output.WriteAll(outcome.Output.Span);
        StandardStreams.Error.WriteAll(outcome.Error.Span);
        daemon?.AfterDelivery();
        if (outcome.Exit.Signal != 0)
            Execution.DieOf(outcome.Exit.Signal);
        if (signals.Received != 0)
            Execution.DieOf(signals.Received);
        if (written != Errno.None && cache.Compilation.Stage == CompileStage.Text && outcome.Exit.Succeeded)
        {
            // The text is the output: half of it is a failure, as with the compiler. One that nobody reads on is none to talk about.
            if (written == Errno.BrokenPipe)
                Execution.DieOf(SignalNumber.Pipe);
            StandardStreams.Complain($"larder: standard output: {Errno.Describe(written)}\n");
            Execution.Exit(1);
        }

        Execution.Exit(outcome.Exit.Status);
    }

    /// <summary>Serves one compile, and counts it; says nothing yet.</summary>
    internal static CacheOutcome Serve(
        CompileCache cache, Invocation invocation, LocalStore store, SignalRelay signals, out ThroughDaemon? daemon)
    {
        daemon = invocation.Settings.NoDaemon ? null : new ThroughDaemon(invocation, cache, store, signals);
        if (cache.TryParse() is { } refused)
        {
            if (cache.Split is { } split)
                new SplitServing(invocation, store, signals, split).TryServe();
            cache.Count(refused);
            InvocationLog.TryWrite(invocation, null, refused);
            MissJournal.TryWrite(cache, invocation, store, refused);
            daemon?.Ended(refused);
            return refused;
        }

        cache.HoldsHits = !invocation.Settings.Recache && HitSample.Takes(invocation.Settings.VerifyHits);
        CacheOutcome outcome;
        if (cache.Compilation is { Stage: CompileStage.Text, Output: null } && StandardStreams.AreOneFile)
        {
            // Text and diagnostics in one stream: in which order they reach it is the compiler's own affair.
            outcome = cache.LeaveText();
        }
        else if (daemon is null || cache.Compilation.Stage == CompileStage.Text)
        {
            outcome = cache.Run(signals);
        }
        else
        {
            outcome = Serve(cache, invocation, daemon, signals);
            daemon.Finish();
        }

        if (daemon is not { IsEndedThere: true })
        {
            InvocationLog.TryWrite(invocation, cache.Compilation, outcome);
            MissJournal.TryWrite(cache, invocation, store, outcome);
        }

        if (outcome.Warning is { } warning)
            StandardStreams.Complain(warning);
        daemon?.Ended(outcome);
        return outcome;
    }

    private static CacheOutcome Serve(CompileCache cache, Invocation invocation, ThroughDaemon daemon, SignalRelay signals)
    {
        if (!cache.HoldsHits && !FirstLook.IsWorthIt(cache.Compilation, invocation.Settings))
            return daemon.TryServe() ?? cache.Run(signals);
        LookUpOutcome found = cache.LookUp(mayRunPrograms: false);
        if (found.IsHeld || (cache.HoldsHits && found == LookUpOutcome.NeedsPrograms))
        {
            // A hit that is verified is nothing for a daemon, which runs no compilers.
            return cache.Run(signals, found);
        }

        if (found.Outcome is not { } ended)
        {
            CacheOutcome outcome = daemon.TryServe() ?? cache.Run(signals, daemon.IsAsked ? null : found);
            cache.HandOver();
            return outcome;
        }

        cache.Count(ended);
        cache.Dispose();
        return ended;
    }
}
