using Larder.Caching.Explaining;
using Larder.Caching.Running;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <content>What can be said afterwards of a request that was not a hit.</content>
public sealed partial class CompileCache
{
    private bool _isManifestDamaged;
    private JudgedCompile? _judged;
    private IReadOnlyList<KeyEntry> _parts = [];
    private IReadOnlyList<KeyEntry> _neutralParts = [];

    /// <summary>What a look-up met that found nothing.</summary>
    internal MissCause Cause
    {
        get
        {
            if (_results is null)
                return MissCause.None;
            if (_isManifestDamaged || _results.IsDamaged)
                return MissCause.Damaged;
            if (_results.IsResultGone)
                return MissCause.ResultGone;
            if (_text is not null)
                return MissCause.TextUnknown;
            return _results.FirstChanged is null ? MissCause.Unknown : MissCause.InputsDiffer;
        }
    }

    /// <summary>The texts that the compile read, of which the lines are worth remembering, from the root, and what they were.</summary>
    internal IEnumerable<(byte[] Path, Digest Content)> TextsRead(CompileNote note)
    {
        if (_results is null || note.Source.Length == 0)
            yield break;
        yield return (note.Absolute(_compilation.Source), _source);
        if (_judged?.Storage is not { } storage)
            yield break;
        foreach ((byte[] path, Storage.Manifests.InputKind kind, Digest content) in storage.Read)
        {
            if (kind == Larder.Storage.Manifests.InputKind.Content && !Inputs.SystemPaths.Have(path))
                yield return (note.Absolute(path), content);
        }

        foreach ((byte[] path, Digest content) in storage.TextFiles)
        {
            if (!Inputs.SystemPaths.Have(path))
                yield return (note.Absolute(path), content);
        }
    }

    /// <summary>All that is known of the request, which has ended so.</summary>
    internal CompileNote Describe(CacheOutcome outcome)
    {
        CompileNote note = new()
        {
            Id = _invocation.Id,
            Ended = Clock.Now.TotalNanoseconds / 1_000_000,
            Reason = outcome.Reason,
            Detail = outcome.Detail ?? [],
            Compiler = _invocation.Compiler,
            Directory = _invocation.WorkingDirectory,
            Namespace = Settings.Namespace,
            Bytes = outcome.Bytes,
            ExitStatus = outcome.Exit.Signal != 0 ? 128 + outcome.Exit.Signal : outcome.Exit.Status,
        };
        note.Arguments.Add(_invocation.Arguments[0]);
        if (_compilation is null)
        {
            for (int i = 1; i < _invocation.Arguments.Length; i++)
                note.Arguments.Add(_invocation.Arguments[i]);
            return note;
        }

        note.Arguments.AddRange(_compilation.Arguments);
        note.Source = _compilation.Source;
        note.Output = _compilation.WritesOutput ? _compilation.OutputPath : [];
        note.Version = _toolchain?.Version ?? [];
        note.Toolchain = _toolchain?.Entry ?? default;
        note.ManifestKey = _manifestKey;
        note.Cause = Cause;
        note.Changed = _results?.FirstChanged ?? [];
        note.Parts.AddRange(_parts);
        note.IsLookedUp = _parts.Count > 0;
        note.NeutralParts.AddRange(_neutralParts);
        if (_judged is { } judged)
            Add(judged, note);
        return note;
    }

    /// <summary>Says what would become of the request now. Delivers, stores and counts nothing; a compiler that isn't known yet is asked who it is.</summary>
    /// <param name="note">What it is looked up by.</param>
    internal LookUpOutcome Try(out CompileNote note)
    {
        _isDry = true;
        bool isAsked = !Settings.Disable && !Settings.Passthrough;
        LookUpOutcome found = isAsked ? LookUp(mayRunPrograms: true) : LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.Disabled));
        if (found.Plan is not null)
            TakeParts();
        note = Describe(found.Outcome ?? CacheOutcome.RunCompiler(Settings.Recache ? Counter.Recache : Counter.Miss));
        if (found.Plan is not null && _neutral is not null)
            note.NeutralParts.AddRange(PartsOf(_neutral.All[0]));
        foreach ((byte[] path, Digest content) in _text?.Files ?? [])
            note.Parts.Add(new KeyEntry("input"u8.ToArray(), path, content));
        return found;
    }

    /// <summary>A manifest's payload with the paths of this compile in it, where it stands under one of its keys.</summary>
    internal ReadOnlyMemory<byte> Expand(in Digest key, ReadOnlyMemory<byte> payload)
    {
        for (int way = 0; _neutral is not null && way < _neutral.All.Length; way++)
        {
            if (_neutral.Key(way) == key)
                return _neutral.All[way].Expand(payload) ?? payload;
        }

        return payload;
    }

    private static void Add(JudgedCompile judged, CompileNote note)
    {
        note.Took = judged.Finished.Duration;
        if (judged.Storage is not { } storage)
            return;
        note.StoredUnder = storage.StoredUnder;
        note.Result = storage.Result;
        note.Inputs = storage.InputsStored;
        foreach ((byte[] path, Digest content) in storage.TextFiles)
            note.Parts.Add(new KeyEntry("input"u8.ToArray(), path, content));
    }

    /// <summary>Keeps what the key is made of: it is computed once more for that, so that no hit pays for it. A fault costs the explanation only.</summary>
    private void TakeParts()
    {
        if (!_isDry && !MissJournal.IsKept(Settings))
            return;
        try
        {
            // Later this may be asked for where the client isn't.
            _ = _invocation.WorkingDirectory;
            _parts = PartsOf(null);
        }
        catch (Exception)
        {
            _parts = [];
        }
    }

    /// <summary>The same for the way of spelling paths in which the result is stored.</summary>
    private void TakeNeutralParts(ResultStorage storage)
    {
        if (!MissJournal.IsKept(Settings) || storage.FirstWay < 0)
            return;
        try
        {
            _neutralParts = PartsOf(_neutral!.All[storage.FirstWay]);
        }
        catch (Exception)
        {
            _neutralParts = [];
        }
    }

    private IReadOnlyList<KeyEntry> PartsOf(Neutral.NeutralPaths? way)
    {
        KeyRecord record = ManifestKey.Record();
        return ManifestKey.TryCompute(
            _invocation, _compilation, _toolchain, _environment, _streams, in _source, _digester, _optionFiles!, way, out _, record: record) ? record.Entries : [];
    }
}
