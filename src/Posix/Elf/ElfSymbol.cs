namespace Larder.Posix;

/// <summary>An entry of an ELF file's symbol table.</summary>
/// <remarks>
/// <code>
/// 64 bits: name:u32 info:u8 other:u8 section:u16 value:u64 size:u64        24 bytes
/// 32 bits: name:u32 value:u32 size:u32 info:u8 other:u8 section:u16        16 bytes
/// </code>
/// </remarks>
/// <param name="Name">Where its name begins in the string table; 0: it has none.</param>
/// <param name="Info">Binding in the upper four bits, type in the lower.</param>
/// <param name="Other">Visibility in the lowest two bits; the others are the processor's.</param>
/// <param name="Section">Where it is defined; <see cref="Undefined"/>: elsewhere.</param>
/// <param name="Value">Its address, mostly.</param>
/// <param name="Size">In bytes.</param>
public readonly record struct ElfSymbol(uint Name, byte Info, byte Other, ushort Section, ulong Value, ulong Size)
{
    public const ushort Undefined = 0; // SHN_UNDEF

    public int Binding => Info >> 4;

    public int Type => Info & 15;

    public static int SizeOf(ElfFormat format) => format.Is64 ? 24 : 16;

    public static ElfSymbol Read(ElfFormat format, ReadOnlySpan<byte> entry) => format.Is64
        ? new ElfSymbol(format.Number(entry), entry[4], entry[5], format.Half(entry[6..]), format.Long(entry[8..]), format.Long(entry[16..]))
        : new ElfSymbol(format.Number(entry), entry[12], entry[13], format.Half(entry[14..]), format.Number(entry[4..]), format.Number(entry[8..]));
}
