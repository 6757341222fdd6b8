using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>Makes manifests: a new variant in front of those that stand already.</summary>
public static class ManifestWriter
{
    /// <summary>A manifest without variants that sends every compile to preprocessor mode.</summary>
    public static byte[] Preprocessor() => [Manifest.FormatVersion, (byte)ManifestMode.Preprocessor, 0, 0];

    /// <summary>Puts a variant first. The oldest are dropped beyond the caps; one of the same inputs and condition is replaced, whatever its result.</summary>
    /// <param name="earlier">The manifest as it stands, or empty; damage is dropped.</param>
    /// <param name="resultKey">The result.</param>
    /// <param name="condition">For whom its diagnostics are right.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="replaced">A variant that goes for this one; default for none.</param>
    /// <param name="texts">Members that the result lacks.</param>
    public static byte[] Prepend(
        ReadOnlySpan<byte> earlier, in Digest resultKey, StreamCondition condition, ReadOnlySpan<byte> inputs, ManifestVariant replaced = default,
        IReadOnlyList<(ResultMemberKind Kind, byte[] Bytes)>? texts = null)
    {
        texts ??= [];
        byte[] variant = new byte[Manifest.VariantHeaderSize + inputs.Length + VariantTexts.SizeOf(texts)];
        variant[0] = (byte)condition;
        variant[1] = (byte)texts.Count;
        resultKey.CopyTo(variant.AsSpan(4));
        inputs.CopyTo(variant.AsSpan(Manifest.VariantHeaderSize));
        VariantTexts.Write(texts, variant.AsSpan(Manifest.VariantHeaderSize + inputs.Length));

        List<byte[]> kept = [variant];
        int size = Manifest.HeaderSize + 4 + variant.Length;
        if (Manifest.TryRead(earlier, out Manifest manifest))
        {
            foreach (ManifestVariant old in manifest)
            {
                if ((old.Condition == condition && old.InputBytes.SequenceEqual(inputs)) || old.Bytes.SequenceEqual(replaced.Bytes))
                    continue;
                size += 4 + old.Bytes.Length;
                if (kept.Count == Manifest.MaxVariants || size > Manifest.MaxSize)
                    break;
                kept.Add(old.Bytes.ToArray());
            }
        }

        return Join(kept);
    }

    /// <summary>Puts the variants of another manifest of the same key behind those that stand there. Null where none is new, or there is no room.</summary>
    public static byte[]? Merge(ReadOnlySpan<byte> earlier, in Manifest added)
    {
        if (!Manifest.TryRead(earlier, out Manifest manifest) || manifest.Mode != ManifestMode.Direct || added.Mode != ManifestMode.Direct)
            return null;
        List<byte[]> kept = [];
        int size = Manifest.HeaderSize;
        foreach (ManifestVariant old in manifest)
        {
            kept.Add(old.Bytes.ToArray());
            size += 4 + old.Bytes.Length;
        }

        int before = kept.Count;
        foreach (ManifestVariant variant in added)
        {
            bool isKnown = false;
            foreach (byte[] old in kept)
                isKnown |= variant.Bytes.SequenceEqual(old);
            size += isKnown ? 0 : 4 + variant.Bytes.Length;
            if (kept.Count == Manifest.MaxVariants || size > Manifest.MaxSize)
                break;
            if (!isKnown)
                kept.Add(variant.Bytes.ToArray());
        }

        return kept.Count == before ? null : Join(kept);
    }

    private static byte[] Join(List<byte[]> variants)
    {
        int size = Manifest.HeaderSize;
        foreach (byte[] variant in variants)
            size += 4 + variant.Length;
        byte[] bytes = new byte[size];
        bytes[0] = Manifest.FormatVersion;
        bytes[1] = (byte)ManifestMode.Direct;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)variants.Count);
        Span<byte> at = bytes.AsSpan(Manifest.HeaderSize);
        foreach (byte[] variant in variants)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, variant.Length);
            variant.CopyTo(at[4..]);
            at = at[(4 + variant.Length)..];
        }

        return bytes;
    }
}
