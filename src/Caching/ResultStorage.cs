using Larder.Caching.Direct;
using Larder.Caching.Explaining;
using Larder.Caching.Inputs;
using Larder.Caching.Neutral;
using Larder.Caching.Precompiled;
using Larder.Caching.Preprocessing;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Seen;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>
/// Puts what one compile has just made into the store, under a key that says all that it was made of: first that is found out, then it is stored.
/// </summary>
internal sealed class ResultStorage(Invocation invocation, LocalStore store, FileDigester digester, RequestStatistics statistics)
{
    private readonly Digest _source;
    private readonly Digest _manifestKey;
    private readonly FileStatus _sourceStatus;
    private Digest _resultKey;

    /// <summary>What the manifest is about that will lead to the result; null where the text of the preprocessor does.</summary>
    private InputSetBuilder? _inputs;

    /// <summary>What the preprocessor's text is made of, where it is the key.</summary>
    private PreprocessedSource? _text;

    /// <summary>The same in the ways in which it could be stored for others too, in their order.</summary>
    private readonly List<(int Way, InputSetBuilder Inputs)> _neutralInputs = [];
    private Digest _storedUnder;
    private bool _isStored;

    /// <summary>The inputs by what was seen of them, and the key for them; null where comments count.</summary>
    private (Digest Key, InputSetBuilder Inputs)? _seen;

    /// <summary>What the precompiled header is made of that the compile has made, if it did.</summary>
    private byte[]? _precompiled;
    private StreamCondition _condition;

    internal required Compilation Compilation { get; init; }

    internal required KeyedEnvironment Environment { get; init; }

    internal required Toolchain Toolchain { get; init; }

    internal required StreamCondition Streams { get; init; }

    /// <summary>The source's digest as it entered the key.</summary>
    internal required Digest Source { init => _source = value; }

    /// <summary>The source as it was when its digest was taken.</summary>
    internal required FileStatus SourceStatus { init => _sourceStatus = value; }

    /// <summary>The files that options name, as they entered the key.</summary>
    internal required OptionFiles OptionFiles { get; init; }

    /// <summary>The key in which every path is as spelled.</summary>
    internal required Digest ManifestKey { init => _manifestKey = value; }

    /// <summary>The ways in which paths can count otherwise than they are spelled, where there are any.</summary>
    internal required NeutralWays? Neutral { get; init; }

    /// <summary>What is known of the language where comments don't count; null where they do.</summary>
    internal required SeenTextDialect? SeenDialect { get; init; }

    /// <summary>The preprocessor may be run.</summary>
    internal required bool MayRunPrograms { get; init; }

    /// <summary>What is known of precompiled headers.</summary>
    internal required PrecompiledHeaders PrecompiledHeaders { get; init; }

    /// <summary>The manifest that leads to the result; zero where none does.</summary>
    internal Digest StoredUnder => _isStored ? _storedUnder : default;

    /// <summary>The result; zero where it isn't stored.</summary>
    internal Digest Result => _isStored ? _resultKey : default;

    /// <summary>The digest of the inputs with which the manifest leads to it; zero where none does, or nobody will ask.</summary>
    internal Digest InputsStored { get; private set; }

    /// <summary>The first way in which others can share it; -1 for none.</summary>
    internal int FirstWay => _neutralInputs.Count > 0 ? _neutralInputs[0].Way : -1;

    /// <summary>What was read, by path as spelled and content; nothing where that isn't known.</summary>
    internal IReadOnlyList<(byte[] Path, InputKind Kind, Digest Digest)> Read { get; private set; } = [];

    /// <summary>The files that the preprocessor's text is made of, where that is the key.</summary>
    internal IReadOnlyList<(byte[] Path, Digest Digest)> TextFiles => _text?.Files ?? [];

    /// <summary>Finds out what a compile that succeeded is stored under, or says in <paramref name="counter"/> why it isn't.</summary>
    internal StoreState Collect(PreprocessedSource? text, FinishedCompile finished, ref Counter counter, out byte[]? culprit)
    {
        culprit = OptionFiles.FindChanged(finished.Clock);
        if (culprit is not null)
        {
            counter = Counter.RacyInput;
            return StoreState.NotStorable;
        }

        if (text is not null)
            return CollectText(text, finished.Clock, ref counter);

        SeenCollector? seen = SeenDialect is { } dialect && !finished.HasDiagnostics && finished.Exit.Succeeded ? new SeenCollector(dialect) : null;
        InputCollector collector = new(Compilation, Toolchain, invocation.Settings, Environment, finished.Clock, PrecompiledHeaders, Neutral, seen);
        List<byte[]> assembled = [];
        if (finished.Assembled.Length > 0)
            DependencyRule.TryRead(finished.Assembled, assembled);
        switch (collector.Collect(in _source, in _sourceStatus, finished.Headers, assembled, finished.HasDiagnostics, finished.Failure))
        {
            case CollectState.NeedsPreprocessor:
                culprit = collector.Culprit;
                store.WriteEntry(EntryKind.Manifest, in _manifestKey, ManifestWriter.Preprocessor(), replace: true);
                if (Compilation.Stage == CompileStage.Text)
                {
                    counter = Counter.UnsupportedDirective;
                    return StoreState.NotStorable;
                }

                if (!MayRunPrograms)
                    return StoreState.NeedsPrograms;

                // The compile has run already; one run of the preprocessor now spares a compile next time.
                if (PreprocessedSource.Run(invocation, Compilation, digester) is { } later)
                    return CollectText(later, finished.Clock, ref counter);
                counter = Counter.PreprocessorFailed;
                return StoreState.NotStorable;
            case CollectState.NotStorable:
                counter = collector.Reason;
                culprit = collector.Culprit;
                return StoreState.NotStorable;
            default:
                _condition = finished.HasDiagnostics ? Streams : StreamCondition.Any;
                _inputs = NixStore.WithIdentities(collector.Inputs);
                Read = collector.Inputs.Files;
                if (Compilation.Stage == CompileStage.PrecompiledHeader || Compilation.MakesInterface)
                    _precompiled = collector.DescribePrecompiled(Larder.Caching.ManifestKey.OfPrecompiled(in _manifestKey, collector.Inputs));
                if (seen is not null && !collector.HasPrecompiled && !collector.AsksAssembler)
                    CollectSeen(seen, _inputs);
                bool isShareable = finished.Exit.Succeeded && !collector.HasPrecompiled;
                return !isShareable || CollectNeutral(_inputs, collector, finished) ? StoreState.Storable : StoreState.NeedsPrograms;
        }
    }

    /// <summary>Stores the result, and after it the manifest that leads to it. True where it is there.</summary>
    internal bool Publish(ResultBuilder builder, FinishedCompile finished)
    {
        List<(ResultMemberKind Kind, byte[] Bytes)> texts = [];
        if (_inputs is not null)
        {
            _storedUnder = _manifestKey;
            foreach ((int way, InputSetBuilder inputs) in _neutralInputs)
            {
                if (Neutral!.All[way].TrySpell(builder) is not { } spelled)
                    continue;
                (builder, _inputs, _storedUnder) = (spelled, inputs, Neutral.Key(way));
                break;
            }

            // Spelled another way, they say nothing of where things lie.
            if (_storedUnder == _manifestKey)
                builder = VariantTexts.Split(builder, out texts);
        }

        // So that entries can be chosen and counted by these, and hits say what they spared: their keys don't tell.
        builder.Metadata = ResultMetadata.Of(invocation.Settings.Namespace, invocation.Compiler, Toolchain.Identity, finished.Duration);
        if (_precompiled is not null)
            AddPrecompiled(builder, _precompiled);

        // What the preprocessor's text leads to stands under a key of its own; a compile that ran although it was known (recache) replaces it.
        SharedWriteOutcome shared = _inputs is not null
            ? store.WriteShared(builder)
            : new SharedWriteOutcome(store.WriteResult(in _resultKey, builder, replace: invocation.Settings.Recache), _resultKey, 0, WasDamaged: false);
        WriteOutcome written = shared.Written;
        _resultKey = shared.Key;
        statistics.Add(in shared);
        _isStored = written.IsPresent;
        statistics.Add(!written.IsPresent ? Counter.StoreFailed : finished.Exit.Succeeded ? Counter.Stored : Counter.FailedStored);
        if (!written.IsPresent || _inputs is null)
            return written.IsPresent;

        byte[] read = _inputs.Build();
        store.AddVariant(in _storedUnder, in _resultKey, _condition, read, texts: texts);
        if (MissJournal.IsKept(invocation.Settings))
            InputsStored = Digest.Of(read);

        // What is stored for others too has its paths spelled another way.
        if (_seen is { } seen && _storedUnder == _manifestKey)
            store.AddVariant(seen.Key, in _resultKey, _condition, seen.Inputs.Build());

        return true;
    }

    /// <summary>Finds out under what the result is found again after comments were edited.</summary>
    private void CollectSeen(SeenCollector seen, InputSetBuilder inputs)
    {
        if (seen.Source(Compilation.Source) is { } source
            && Larder.Caching.ManifestKey.TryCompute(
                invocation, Compilation, Toolchain, Environment, Streams, in source, digester, OptionFiles, null, out Digest key, isSeen: true))
            _seen = (key, seen.Spell(inputs, in _manifestKey));
    }

    /// <summary>First what the header is made of is there, then the header: nobody finds one of which nothing is known.</summary>
    private void AddPrecompiled(ResultBuilder builder, byte[] description)
    {
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in builder.Members)
        {
            if (kind is not (ResultMemberKind.PrecompiledHeader or ResultMemberKind.ModuleInterface))
                continue;
            Digest content = Digest.Of(bytes.Span);
            PrecompiledHeaders.Write(in content, description);
            byte[] digest = new byte[Digest.Size];
            content.CopyTo(digest);
            builder.Add(ResultMemberKind.PrecompiledHeaderDigest, digest);
            return;
        }
    }

    /// <summary>Finds the ways in which others can share what was made. False where that is worth a program that may not be run here.</summary>
    private bool CollectNeutral(InputSetBuilder inputs, InputCollector collector, FinishedCompile finished)
    {
        if (Neutral is null)
            return true;
        Func<byte[]?>? preprocess = MayRunPrograms ? () => PreprocessedSource.Expand(invocation, Compilation) : null;
        CompileEvidence evidence = new(Compilation, finished, collector, Neutral.MayBePasted, preprocess);
        for (int way = 0; way < Neutral.All.Length; way++)
        {
            if (Neutral.All[way].TrySpell(inputs, evidence) is { } spelled)
                _neutralInputs.Add((way, spelled));
        }

        return !evidence.LacksPrograms;
    }

    private StoreState CollectText(PreprocessedSource text, RacyClock clock, ref Counter counter)
    {
        Counter reason = text.Check(invocation, Compilation, Environment, digester, clock);
        if (reason != Counter.None)
        {
            counter = reason;
            return StoreState.NotStorable;
        }

        _text = text;
        _resultKey = text.ResultKey(in _manifestKey, (long)Streams, Toolchain);
        return StoreState.Storable;
    }
}
