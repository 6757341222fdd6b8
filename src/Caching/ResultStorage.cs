using Larder.Caching.Direct;
using Larder.Caching.Inputs;
using Larder.Caching.Preprocessing;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>Puts what one compile has just made into the store, under a key that says all that it was made of.</summary>
internal sealed class ResultStorage(Invocation invocation, LocalStore store, FileDigester digester, RequestStatistics statistics)
{
    private readonly Digest _source;
    private readonly Digest _manifestKey;
    private readonly Digest _neutralKey;

    internal required Compilation Compilation { get; init; }

    internal required KeyedEnvironment Environment { get; init; }

    internal required Toolchain Toolchain { get; init; }

    internal required StreamCondition Streams { get; init; }

    /// <summary>The source's digest as it entered the key.</summary>
    internal required Digest Source { init => _source = value; }

    /// <summary>The key in which every path is as spelled.</summary>
    internal required Digest ManifestKey { init => _manifestKey = value; }

    /// <summary>The user's base directories, where they apply.</summary>
    internal required BaseDirectories? Bases { get; init; }

    /// <summary>The preprocessor may be run; where not, a compile that needs it is stored the next time.</summary>
    internal required bool MayRunPrograms { get; init; }

    /// <summary>The key in which paths below the base directories are relative.</summary>
    internal required Digest NeutralKey { init => _neutralKey = value; }

    /// <summary>Stores a compile that succeeded, or says in <paramref name="counter"/> why it isn't stored.</summary>
    internal void Store(
        PreprocessedSource? text,
        FinishedCompile finished,
        ResultBuilder builder,
        ref Counter counter,
        out byte[]? culprit)
    {
        culprit = null;
        RacyClock clock = finished.Clock;
        if (text is not null)
        {
            Counter reason = text.Check(invocation, Compilation, Environment, digester, clock);
            if (reason == Counter.None)
                StoreResult(text.ResultKey(in _manifestKey, (long)Streams, Toolchain), builder);
            else
                counter = reason;
            return;
        }

        InputCollector collector = new(Compilation, Toolchain, invocation.Settings, Environment, clock);
        List<byte[]> assembled = [];
        if (finished.Assembled.Length > 0)
            DependencyRule.TryRead(finished.Assembled, assembled);
        bool hasDiagnostics = finished.Diagnostics.Length > 0 || finished.Output.Length > 0;
        switch (collector.Collect(in _source, finished.Headers, assembled, hasDiagnostics))
        {
            case CollectState.NeedsPreprocessor:
                culprit = collector.Culprit;
                store.WriteEntry(EntryKind.Manifest, in _manifestKey, ManifestWriter.Preprocessor(), replace: true);
                if (MayRunPrograms)
                    StorePreprocessed(builder, clock, ref counter);
                break;
            case CollectState.NotStorable:
                counter = collector.Reason;
                culprit = collector.Culprit;
                break;
            default:
                StreamCondition condition = hasDiagnostics ? Streams : StreamCondition.Any;
                if (Bases is not null && !hasDiagnostics && !collector.NamesFiles)
                    StoreDirect(in _neutralKey, condition, builder, collector.Inputs.WithPaths(Bases.Relative));
                else
                    StoreDirect(in _manifestKey, condition, builder, collector.Inputs);
                break;
        }
    }

    private void StoreDirect(in Digest manifestKey, StreamCondition condition, ResultBuilder builder, InputSetBuilder inputs)
    {
        Digest key = Larder.Caching.ManifestKey.OfResult(in manifestKey, condition, inputs);
        if (!StoreResult(in key, builder))
            return;

        // Read again: others may have added variants while the compiler ran.
        EntryReadOutcome now = store.ReadEntry(EntryKind.Manifest, in manifestKey);
        byte[] manifest = ManifestWriter.Prepend(now.Payload.Span, in key, condition, inputs.Build());
        store.WriteEntry(EntryKind.Manifest, in manifestKey, manifest, replace: true);
    }

    /// <summary>The compile has run already; one run of the preprocessor now spares a compile next time.</summary>
    private void StorePreprocessed(ResultBuilder builder, RacyClock clock, ref Counter counter)
    {
        PreprocessedSource? text = PreprocessedSource.Run(invocation, Compilation, digester);
        Counter reason = text is null
            ? Counter.PreprocessorFailed
            : text.Check(invocation, Compilation, Environment, digester, clock);
        if (reason == Counter.None)
            StoreResult(text!.ResultKey(in _manifestKey, (long)Streams, Toolchain), builder);
        else
            counter = reason;
    }

    private bool StoreResult(in Digest key, ResultBuilder builder)
    {
        // A compile that ran although its key was known (recache, a damaged or vanished entry) replaces what may stand there.
        WriteOutcome written = store.WriteResult(in key, builder, replace: invocation.Settings.Recache);
        statistics.Add(written.IsPresent ? Counter.Stored : Counter.StoreFailed);
        return written.IsPresent;
    }
}
