namespace Larder.Storage.Manifests;

/// <summary>One state of the inputs and the result that belongs to it.</summary>
public readonly ref struct ManifestVariant
{
    internal ManifestVariant(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The variant as it is written, without its size.</summary>
    internal ReadOnlySpan<byte> Bytes { get; }

    public StreamCondition Condition => (StreamCondition)Bytes[0];

    public Digest ResultKey => Digest.FromBytes(Bytes.Slice(4, Digest.Size));

    public bool TryReadInputs(out InputSet inputs) => InputSet.TryRead(Bytes[Manifest.VariantHeaderSize..], out inputs);
}
