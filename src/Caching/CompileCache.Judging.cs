using Larder.Caching.Failures;
using Larder.Caching.Running;
using Larder.Storage;

namespace Larder.Caching;

/// <content>What becomes of a compile that has run.</content>
public sealed partial class CompileCache
{
    /// <summary>
    /// Looks at all that a compile has read, which ran after <see cref="LookUp"/> said so, and decides what it will be stored under. To be
    /// done before the caller sees the exit: the next step of a build may turn a link, or move a directory, and the
    /// same paths lead to other files, older than the compile. Counts nothing yet.
    /// </summary>
    /// <param name="finished">The compile.</param>
    /// <param name="isCaptured">Its outputs were captured.</param>
    /// <param name="reason">What is counted where they were not.</param>
    public JudgedCompile Judge(FinishedCompile finished, bool isCaptured, Counter reason)
    {
        TakeParts();
        JudgedCompile judged = JudgeFinished(finished, isCaptured, reason);
        _judged = judged;
        return judged;
    }

    /// <summary>Whether what a compile made is of any use: then its outputs are captured before the caller sees the exit.</summary>
    public bool WantsOutputs(FinishedCompile finished) => finished is { IsCertain: true, Fault: null } && !Settings.ReadOnly;

    private JudgedCompile JudgeFinished(FinishedCompile finished, bool isCaptured, Counter reason)
    {
        Counter counter = Settings.Recache ? Counter.Recache : IsText ? Counter.PreprocessingMiss : Counter.Miss;
        if (finished.FailedForOurWords)
            return new JudgedCompile(finished, Counter.FallbackExecuted);
        if (!finished.Exit.Succeeded)
            return JudgeFailure(finished, isCaptured);
        if (Settings.ReadOnly)
            _statistics.Add(Counter.NotStoredReadOnly);
        else if (finished.Fault is not null)
            return new JudgedCompile(finished, Counter.InternalError) { Culprit = finished.Fault };
        else if (!finished.IsCertain)
            return new JudgedCompile(finished, Counter.AmbiguousHeaderTrace);
        else if (!isCaptured)
            return new JudgedCompile(finished, reason);
        else
            return Collect(finished, counter);
        return new JudgedCompile(finished, counter);
    }

    /// <summary>A failure counts as one whether or not it can be stored; why it can't is not counted.</summary>
    private JudgedCompile JudgeFailure(FinishedCompile finished, bool isCaptured)
    {
        bool isKept = isCaptured && finished is { IsCertain: true, Fault: null } && !Settings.ReadOnly
            && FailedIncludes.MayBeKept(_invocation, _compilation, finished.Exit, finished.Diagnostics, out _);
        if (!isKept)
            return new JudgedCompile(finished, Counter.CompileFailed) { Culprit = finished.Fault };
        JudgedCompile judged = Collect(finished, Counter.CompileFailed);
        return judged.Counter == Counter.CompileFailed
            ? judged
            : new JudgedCompile(finished, Counter.CompileFailed) { Culprit = judged.Culprit, NeedsPrograms = judged.NeedsPrograms };
    }

    /// <summary>The compile has run and its outputs stand: whatever happens here, it must not run again.</summary>
    private JudgedCompile Collect(FinishedCompile finished, Counter counter)
    {
        try
        {
            ResultStorage storage = new(_invocation, _store, _digester, _statistics)
            {
                Compilation = _compilation,
                Environment = _environment,
                Toolchain = _toolchain,
                Streams = _streams,
                Source = _source,
                SourceStatus = _sourceStatus,
                OptionFiles = _optionFiles!,
                ManifestKey = _manifestKey,
                Neutral = _neutral,
                SeenDialect = _seenDialect,
                MayRunPrograms = _mayRunPrograms,
                PrecompiledHeaders = _precompiled,
            };
            StoreState state = storage.Collect(_text, finished, ref counter, out byte[]? culprit);
            TakeNeutralParts(storage);
            return new JudgedCompile(finished, counter)
            {
                Culprit = culprit,
                Storage = state == StoreState.Storable ? storage : null,
                NeedsPrograms = state == StoreState.NeedsPrograms,
            };
        }
        catch (Exception fault)
        {
            return new JudgedCompile(finished, Counter.InternalError) { Culprit = JudgedCompile.Describe(fault) };
        }
    }
}
