namespace Larder.Storage.Manifests;

/// <summary>One state of the inputs and the result that belongs to it.</summary>
public readonly ref struct ManifestVariant
{
    internal ManifestVariant(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The variant as it is written, without its size.</summary>
    internal ReadOnlySpan<byte> Bytes { get; }

    public StreamCondition Condition => (StreamCondition)Bytes[0];

    public Digest ResultKey => Digest.FromBytes(Bytes.Slice(4, Digest.Size));

    /// <summary>Reads the inputs. False where they, or the texts behind them, are damaged.</summary>
    public bool TryReadInputs(out InputSet inputs) =>
        InputSet.TryReadStart(Bytes[Manifest.VariantHeaderSize..], out inputs, out ReadOnlySpan<byte> texts) && VariantTexts.AreWhole(texts, TextCount);

    /// <summary>The members that the result lacks; none where they are damaged.</summary>
    public List<(ResultMemberKind Kind, byte[] Bytes)> ReadTexts() =>
        TextCount > 0 && InputSet.TryReadStart(Bytes[Manifest.VariantHeaderSize..], out _, out ReadOnlySpan<byte> texts) ? VariantTexts.Read(texts, TextCount) : [];

    /// <summary>The inputs and texts as they are written.</summary>
    internal ReadOnlySpan<byte> InputBytes =>
        InputSet.TryReadStart(Bytes[Manifest.VariantHeaderSize..], out _, out ReadOnlySpan<byte> texts) ? Bytes[Manifest.VariantHeaderSize..^texts.Length] : default;

    private int TextCount => Bytes[1];
}
