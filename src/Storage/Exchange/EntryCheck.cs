using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <summary>Checks the bytes of a whole entry before they are kept or handed on: all of it, with nothing left for a later reader to find.</summary>
public static class EntryCheck
{
    /// <summary>
    /// What an entry may expand to, in bytes. Nobody compiles to more in an entry of the size that is exchanged, and a few bytes that
    /// promise a gigabyte must not take that much memory.
    /// </summary>
    public const long MaxContent = 256L << 20;

    /// <summary>
    /// Whether the bytes are a whole entry of that kind under that key: envelope, checksums, sizes, what compressed parts expand to, and
    /// in a manifest the variants and their inputs, and those of a precompiled header. A result by content must be what its key says.
    /// </summary>
    public static bool IsWhole(EntryKind kind, in Digest key, ReadOnlyMemory<byte> entry) => IsWhole(kind, key, entry, out _);

    /// <summary>The same.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The file's bytes.</param>
    /// <param name="payload">What is in the envelope of a manifest or toolchain; a toolchain's means something to its owner only.</param>
    /// <param name="maxContent">What it may expand to, in bytes.</param>
    public static bool IsWhole(
        EntryKind kind, in Digest key, ReadOnlyMemory<byte> entry, out ReadOnlyMemory<byte> payload, long maxContent = MaxContent)
    {
        payload = default;
        return kind switch
        {
            EntryKind.Manifest => EntryEnvelope.TryDecode(entry, kind, key, out payload) && IsManifest(payload.Span),
            EntryKind.PrecompiledHeader => EntryEnvelope.TryDecode(entry, kind, key, out payload) && PrecompiledHeader.TryRead(payload.Span, out _),
            EntryKind.Toolchain => EntryEnvelope.TryDecode(entry, kind, key, out payload),
            EntryKind.Result => IsResult(key, entry, maxContent),
            _ => false,
        };
    }

    private static bool IsManifest(ReadOnlySpan<byte> payload)
    {
        if (!Manifest.TryRead(payload, out Manifest manifest) || !Enum.IsDefined(manifest.Mode))
            return false;
        int variants = 0;
        foreach (ManifestVariant variant in manifest)
        {
            if (!variant.TryReadInputs(out _))
                return false;
            variants++;
        }

        return variants == manifest.VariantCount;
    }

    private static bool IsResult(in Digest key, ReadOnlyMemory<byte> entry, long maxContent)
    {
        if (!ResultFormat.TryDecode(entry.Span, entry.Length, key, out ResultMember[] members, out Range metadata))
            return false;
        KeyRecord? contentKey = ResultMetadata.ContentVersionOf(entry.Span[metadata]) == ContentKey.Version ? ContentKey.Start(entry.Span[metadata]) : null;
        long content = 0;
        foreach (ref readonly ResultMember member in members.AsSpan())
        {
            content += member.RawSize;
            if (content > maxContent)
                return false;
            ReadOnlySpan<byte> stored = entry.Span.Slice((int)member.Offset, (int)member.StoredSize);
            if (Digest.Of(stored) != member.Sum)
                return false;
            if (member.Encoding == MemberEncoding.Zstandard)
            {
                byte[] raw = GC.AllocateUninitializedArray<byte>((int)member.RawSize);
                if (!Zstandard.Decompress(stored, raw))
                    return false;
                stored = raw;
            }

            if (contentKey is not null)
                ContentKey.Add(contentKey, member.Kind, Digest.Of(stored));
        }

        return contentKey is null || contentKey.Finish() == key;
    }
}
