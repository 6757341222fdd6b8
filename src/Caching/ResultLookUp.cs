using Larder.Caching.Inputs;
using Larder.Caching.Neutral;
using Larder.Caching.Precompiled;
using Larder.Caching.Results;
using Larder.Caching.Seen;
using Larder.Caching.Verification;
using Larder.Compilers;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>Finds the result that is right now for one compile, and puts it in its place.</summary>
internal sealed class ResultLookUp(
    LocalStore store,
    RequestStatistics statistics,
    bool takesFailures,
    FileDigester digester,
    PrecompiledHeaders precompiled,
    Compilation compilation,
    StreamCondition streams)
{
    /// <summary>What would be delivered is only said.</summary>
    internal bool IsDry { get; init; }

    /// <summary>A variant holds, and its result is no longer there.</summary>
    internal bool IsResultGone { get; private set; }

    /// <summary>A result was damaged.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>The first input by which the newest known state differs; null where none is known, or one held.</summary>
    internal byte[]? FirstChanged { get; private set; }

    /// <summary>Hits are held back: nothing is delivered, and nothing written of it.</summary>
    internal bool HoldsHits { get; init; }

    /// <summary>Delivers the first variant of a manifest that holds; null where none does, or its result can't be delivered.</summary>
    /// <param name="manifest">What is known.</param>
    /// <param name="layer">Where it was found.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="entry">The same, as it was read.</param>
    /// <param name="neutral">How its paths are spelled, where that is otherwise than in this request.</param>
    internal CacheOutcome? Deliver(in Manifest manifest, LocalStore layer, in Digest key, in EntryReadOutcome entry, NeutralPaths? neutral)
    {
        foreach (ManifestVariant variant in manifest)
        {
            if (variant.Condition != StreamCondition.Any && variant.Condition != streams)
                continue;
            byte[]? changed = null;
            if (!variant.TryReadInputs(out InputSet inputs) || !InputValidator.Holds(in inputs, digester, precompiled, out changed))
            {
                FirstChanged ??= changed;
                continue;
            }

            Digest result = variant.ResultKey;
            Counter counter = compilation.Stage == CompileStage.Text ? Counter.PreprocessingHit : Counter.DirectHit;
            if (Deliver(in result, variant.ReadTexts(), counter, neutral, out bool isGone) is { } hit)
            {
                if (IsDry)
                    return hit;
                layer.Touch(EntryKind.Manifest, in key, entry.Status);
                hit.Held?.AddManifest(layer, in key);
                return hit;
            }

            // Where it is there but can't be put in its place (an unwritable directory), the compiler is left to say so.
            IsResultGone = isGone;
            return null;
        }

        return null;
    }

    /// <summary>
    /// Delivers the first variant that holds by what is seen of the files, and notes under the key of their contents that it holds: next time they are
    /// compared as ever.
    /// </summary>
    /// <param name="manifest">What is known of texts that are seen alike.</param>
    /// <param name="layer">Where it was found.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="seenTexts">Says what is seen of files.</param>
    /// <param name="exact">The key of the files' contents; null where nothing may be written.</param>
    internal CacheOutcome? DeliverSeen(in Manifest manifest, LocalStore layer, in Digest key, SeenTexts seenTexts, Digest? exact)
    {
        foreach (ManifestVariant variant in manifest)
        {
            if (variant.Condition != StreamCondition.Any || !variant.TryReadInputs(out InputSet seen)
                || seenTexts.ContentsNow(in seen, digester, out Digest rest) is not { } contents)
                continue;
            Digest result = variant.ResultKey;
            if (FindExact(in rest, in result, in seen, contents, out List<(ResultMemberKind Kind, byte[] Bytes)> texts, out LocalStore exactLayer) is not { } inputs)
                continue;
            if (Deliver(in result, texts, Counter.CommentHit, null, out bool isGone) is not { } hit)
            {
                IsResultGone = isGone;
                return null;
            }

            hit.Held?.AddManifest(layer, in key);
            hit.Held?.AddManifest(exactLayer, in rest);
            if (exact is { } exactKey && !HoldsHits)
            {
                store.AddVariant(in exactKey, in result, StreamCondition.Any, inputs, texts: texts);
                store.AddVariant(in key, in result, StreamCondition.Any, SeenTexts.Renew(in seen, contents, in exactKey).Build(), variant);
            }

            return hit;
        }

        return null;
    }

    /// <summary>All inputs of a result, with the contents that files have now; null where what isn't judged by what is seen of it doesn't hold.</summary>
    /// <remarks>
    /// Of the texts that were seen, not of others that gave the same result: which names were looked for in vain hangs on them. The members are those of
    /// these inputs, too.
    /// </remarks>
    private byte[]? FindExact(in Digest key, in Digest result, in InputSet seen, Dictionary<byte[], Digest> contents, out List<(ResultMemberKind Kind, byte[] Bytes)> texts, out LocalStore found)
    {
        texts = [];
        found = store;
        for (LocalStore? layer = store; layer is not null; layer = layer.Lower)
        {
            found = layer;
            EntryReadOutcome entry = layer.ReadEntry(EntryKind.Manifest, in key);
            if (entry.IsFound && Manifest.TryRead(entry.Payload.Span, out Manifest manifest) && FindExact(in manifest, in result, in seen, contents, out texts) is { } now)
                return now;
        }

        return null;
    }

    private byte[]? FindExact(
        in Manifest manifest, in Digest result, in InputSet seen, Dictionary<byte[], Digest> contents, out List<(ResultMemberKind Kind, byte[] Bytes)> texts)
    {
        texts = [];
        foreach (ManifestVariant variant in manifest)
        {
            if (variant.Condition != StreamCondition.Any || variant.ResultKey != result || !variant.TryReadInputs(out InputSet inputs)
                || !SeenTexts.AreOf(in inputs, in seen) || SeenTexts.WithContents(in inputs, contents)?.Build() is not { } now)
                continue;
            if (InputSet.TryRead(now, out InputSet replaced) && InputValidator.Holds(in replaced, digester, precompiled, out _))
            {
                texts = variant.ReadTexts();
                return now;
            }
        }

        return null;
    }

    /// <summary>Delivers one result.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="texts">Members that stand in the manifest that led to it.</param>
    /// <param name="counter">What is counted for it, where it is no failure.</param>
    /// <param name="neutral">How its paths are spelled, where that is otherwise than in this request.</param>
    /// <param name="isGone">It isn't there, or is damaged.</param>
    internal CacheOutcome? Deliver(in Digest key, List<(ResultMemberKind Kind, byte[] Bytes)> texts, Counter counter, NeutralPaths? neutral, out bool isGone)
    {
        isGone = true;
        for (LocalStore? layer = store; layer is not null && isGone; layer = layer.Lower)
        {
            if (Deliver(layer, in key, texts, counter, neutral, out isGone) is { } hit)
                return hit;
        }

        return null;
    }

    private CacheOutcome? Deliver(
        LocalStore layer, in Digest key, List<(ResultMemberKind Kind, byte[] Bytes)> texts, Counter counter, NeutralPaths? neutral, out bool isGone)
    {
        ResultReadOutcome found = layer.OpenResult(in key);
        if (found.IsCorrupt)
            statistics.AddCorrupt(layer, EntryKind.Result, in key);
        IsDamaged |= found.IsCorrupt;
        isGone = !found.IsFound || found.Result is null;
        if (found.Result is null)
            return null;
        using StoredResult result = found.Result.With(texts);
        if ((compilation.Stage == CompileStage.PrecompiledHeader || compilation.MakesInterface) && !IsUsable(result))
        {
            isGone = true;
            return null;
        }

        if (!takesFailures && result.TryFind(ResultMemberKind.ExitStatus, out _))
            return null;
        if (IsDry)
            return CacheOutcome.Hit(result.TryFind(ResultMemberKind.ExitStatus, out _) ? Counter.FailedHit : counter, default, default).Of(in key, result);
        CacheOutcome? hit = !HoldsHits ? ResultDelivery.TryDeliver(result, compilation, counter, neutral)
            : HeldHit.TryRead(result, layer, in key, compilation, counter, neutral) is { } held ? CacheOutcome.HeldBack(held)
            : null;
        if (result.IsCorrupt)
        {
            statistics.AddCorrupt(layer, EntryKind.Result, in key);
            layer.Remove(EntryKind.Result, in key);
            IsDamaged = true;
            isGone = true;
        }

        if (hit is null || HoldsHits)
            return hit;
        if (layer != store)
            statistics.Add(Counter.LowerHit);
        layer.Touch(EntryKind.Result, in key, result.Status);
        layer.Remember(in key, result);
        return hit.Of(in key, result);
    }

    /// <summary>
    /// A precompiled header, or a module's interface, of which nothing is known any more would keep all its users from being cached. So would an interface
    /// that was made again, with the same bytes, of texts that differ in a comment: what is known of it is of those then.
    /// </summary>
    private bool IsUsable(StoredResult result) =>
        result.TryFind(ResultMemberKind.PrecompiledHeaderDigest, out ResultMember member)
        && result.TryRead(in member, out ReadOnlyMemory<byte> digest) && digest.Length == Digest.Size
        && precompiled.IsKnown(Digest.FromBytes(digest.Span), andHolds: compilation.MakesInterface);
}
