using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>
/// What is known under one manifest key. All numbers are little-endian.
/// <code>
/// manifest = version:u8 mode:u8 variantCount:u16 variant{variantCount}
/// variant  = size:u32 condition:u8 textCount:u8 zero:u8{2} resultKey:u8{32} inputs:input-set text{textCount}    (size counts from condition on)
/// text     = kind:u16 zero:u16 size:u32 bytes:u8{size}                             a member that the result lacks, see VariantTexts
/// </code>
/// Variants stand newest first; where several hold, the first is taken.
/// Version history: 1, the first. It had no texts; who knows none takes a variant that has some for one that doesn't hold.
/// </summary>
public readonly ref struct Manifest
{
    public const byte FormatVersion = 1;

    /// <summary>Variants kept: one for each state of the headers that is worth returning to (branches, build types).</summary>
    public const int MaxVariants = 32;

    /// <summary>A manifest that would become larger drops its oldest variants.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    internal const int HeaderSize = 4;
    internal const int VariantHeaderSize = 36;

    private readonly ReadOnlySpan<byte> _variants;

    private Manifest(ManifestMode mode, int count, ReadOnlySpan<byte> variants)
    {
        Mode = mode;
        VariantCount = count;
        _variants = variants;
    }

    public ManifestMode Mode { get; }

    public int VariantCount { get; }

    /// <summary>Reads the head. False where the bytes are no manifest of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Manifest manifest)
    {
        manifest = default;
        if (bytes.Length is < HeaderSize or > MaxSize || bytes[0] != FormatVersion)
            return false;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (count > MaxVariants)
            return false;
        manifest = new Manifest((ManifestMode)bytes[1], count, bytes[HeaderSize..]);
        return true;
    }

    public Enumerator GetEnumerator() => new(_variants, VariantCount);

    /// <summary>Steps through the variants; ends early at damage.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private int _left;

        internal Enumerator(ReadOnlySpan<byte> variants, int count)
        {
            _rest = variants;
            _left = count;
            Current = default;
        }

        public ManifestVariant Current { get; private set; }

        public bool MoveNext()
        {
            if (_left-- <= 0 || _rest.Length < 4)
                return false;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
            if (size < VariantHeaderSize || size > _rest.Length - 4)
                return false;
            Current = new ManifestVariant(_rest.Slice(4, (int)size));
            _rest = _rest[(4 + (int)size)..];
            return true;
        }
    }
}
