using System.Runtime.InteropServices;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <summary>Counts the results that several manifests lead to. Keys are told apart by their first eight bytes, which keeps the count of a million small.</summary>
internal sealed class SharingCensus
{
    private readonly Dictionary<ulong, int> _manifests = [];
    private readonly List<(ulong Key, StoreSize Size)> _results = [];

    internal void AddResult(in Digest key, StoreSize size) => _results.Add((key.Prefix, size));

    internal void AddManifest(ReadOnlySpan<byte> payload)
    {
        if (!Manifest.TryRead(payload, out Manifest manifest))
            return;
        HashSet<ulong> known = [];
        foreach (ManifestVariant variant in manifest)
        {
            // What leads past comments leads to what another manifest has.
            if (variant.TryReadInputs(out InputSet inputs) && !IsOfSeen(in inputs) && known.Add(variant.ResultKey.Prefix))
                CollectionsMarshal.GetValueRefOrAddDefault(_manifests, variant.ResultKey.Prefix, out _)++;
        }
    }

    internal (StoreSize Results, long Manifests) Finish()
    {
        StoreSize shared = default;
        long manifests = 0;
        foreach ((ulong key, StoreSize size) in _results)
        {
            if (_manifests.GetValueOrDefault(key) is not (> 1 and int count))
                continue;
            shared = new StoreSize(shared.Bytes + size.Bytes, shared.Files + size.Files);
            manifests += count;
        }

        return (shared, manifests);
    }

    private static bool IsOfSeen(in InputSet inputs)
    {
        for (int i = 0; i < inputs.FileCount; i++)
        {
            if (inputs.FileKind(i) == InputKind.SeenRest)
                return true;
        }

        return false;
    }
}
