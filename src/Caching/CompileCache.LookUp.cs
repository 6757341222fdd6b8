using Larder.Caching.Neutral;
using Larder.Caching.Preprocessing;
using Larder.Caching.Running;
using Larder.Caching.Seen;
using Larder.Compilers.Scanning;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <content>The ways in which a result is found: by the files, by what is seen of them, by paths that count otherwise, by the preprocessor's text.</content>
public sealed partial class CompileCache
{
    /// <summary>Looks under the key in which every path is as spelled.</summary>
    /// <param name="mode">How the topmost manifest says to look, null where there is none.</param>
    private CacheOutcome? LookUpDirect(out ManifestMode? mode)
    {
        mode = null;
        for (LocalStore? layer = _store; layer is not null; layer = layer.Lower)
        {
            if (!TryReadManifest(layer, in _manifestKey, out EntryReadOutcome entry) || !Manifest.TryRead(entry.Payload.Span, out Manifest known))
                continue;
            mode ??= known.Mode;
            if (known.Mode == ManifestMode.Direct && MayDeliver && _results.Deliver(in known, layer, in _manifestKey, in entry, null) is { } hit)
                return hit;
        }

        return null;
    }

    private bool TryReadManifest(LocalStore layer, in Digest key, out EntryReadOutcome entry)
    {
        entry = layer.ReadEntry(EntryKind.Manifest, in key);
        if (entry.IsCorrupt)
            _statistics.AddCorrupt(layer, EntryKind.Manifest, in key);
        _isManifestDamaged |= entry.IsCorrupt;
        return entry.IsFound;
    }

    private LookUpOutcome FindByText()
    {
        if (!_mayRunPrograms)
            return LookUpOutcome.NeedsPrograms;
        _text = PreprocessedSource.Run(_invocation, _compilation, _digester);
        if (_text is null)
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.PreprocessorFailed));
        Digest key = _text.ResultKey(in _manifestKey, (long)_streams, _toolchain);
        if (MayDeliver && _results.Deliver(in key, [], Counter.PreprocessedHit, null, out _) is { } found)
            return LookUpOutcome.Ended(found);
        return Missed(IncludeSource.None);
    }

    private bool TryComputeKey(NeutralPaths? neutral, out Digest key) => ManifestKey.TryCompute(
        _invocation, _compilation, _toolchain, _environment, _streams, in _source, _digester, _optionFiles!, neutral, out key);

    /// <summary>Looks under the keys in which paths count otherwise than they are spelled.</summary>
    private CacheOutcome? LookUpNeutral()
    {
        _neutral = _toolchain.IsWrapped || IsText ? null : NeutralWays.For(_invocation, _compilation, _toolchain, _environment);
        for (int i = 0; _neutral is not null && i < _neutral.All.Length; i++)
        {
            NeutralPaths way = _neutral.All[i];
            if (!TryComputeKey(way, out Digest key))
            {
                _neutral = null;
                return null;
            }

            _neutral.SetKey(i, in key);
            if (MayDeliver && LookUpNeutral(way, in key) is { } hit)
                return hit;
        }

        return null;
    }

    private CacheOutcome? LookUpNeutral(NeutralPaths way, in Digest key)
    {
        for (LocalStore? layer = _store; layer is not null; layer = layer.Lower)
        {
            if (TryReadManifest(layer, in key, out EntryReadOutcome entry) && way.Expand(entry.Payload) is { } manifest
                && Manifest.TryRead(manifest.Span, out Manifest known) && known.Mode == ManifestMode.Direct
                && _results.Deliver(in known, layer, in key, in entry, way) is { } hit)
                return hit;
        }

        return null;
    }

    /// <summary>Looks for what was made of the same texts with other words in their comments.</summary>
    private CacheOutcome? LookUpSeen(SeenTextDialect dialect)
    {
        SeenTexts texts = new(dialect);
        if (!texts.TryDigest(_compilation.Source, out Digest content, out Digest seen) || content != _source
            || !ManifestKey.TryCompute(
                _invocation, _compilation, _toolchain, _environment, _streams, in seen, _digester, _optionFiles!, null, out Digest key, isSeen: true))
            return null;
        for (LocalStore? layer = _store; layer is not null; layer = layer.Lower)
        {
            if (TryReadManifest(layer, in key, out EntryReadOutcome entry) && Manifest.TryRead(entry.Payload.Span, out Manifest known)
                && _results.DeliverSeen(in known, layer, in key, texts, Settings.ReadOnly || _isDry ? null : _manifestKey) is { } hit)
                return hit;
        }

        return null;
    }
}
