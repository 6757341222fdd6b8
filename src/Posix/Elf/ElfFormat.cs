using System.Buffers.Binary;

namespace Larder.Posix;

/// <summary>How an ELF file has its numbers (System V ABI, "ELF Header": EI_CLASS, EI_DATA).</summary>
/// <param name="Is64">Addresses, places and sizes have 8 bytes, not 4.</param>
/// <param name="IsBigEndian">The highest byte first.</param>
public readonly record struct ElfFormat(bool Is64, bool IsBigEndian)
{
    /// <summary>Bytes of an address, a place or a size.</summary>
    public int WordSize => Is64 ? 8 : 4;

    public ushort Half(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint Number(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong Long(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>An address, a place or a size.</summary>
    public ulong Word(ReadOnlySpan<byte> bytes) => Is64 ? Long(bytes) : Number(bytes);
}
