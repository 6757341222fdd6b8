namespace Larder.Posix;

/// <summary>A program header of an ELF file.</summary>
/// <remarks>
/// <code>
/// 64 bits: type:u32 flags:u32 place:u64 address:u64 physical:u64 size:u64 …        56 bytes
/// 32 bits: type:u32 place:u32 address:u32 physical:u32 size:u32 …                  32 bytes
/// </code>
/// </remarks>
/// <param name="Type">PT_…</param>
/// <param name="Place">Where it begins in the file.</param>
/// <param name="Size">Its bytes in the file.</param>
public readonly record struct ElfSegment(uint Type, ulong Place, ulong Size)
{
    public const uint Dynamic = 2; // PT_DYNAMIC
    public const uint Interpreter = 3; // PT_INTERP

    public static int SizeOf(ElfFormat format) => format.Is64 ? 56 : 32;

    public static ElfSegment Read(ElfFormat format, ReadOnlySpan<byte> header) => format.Is64
        ? new ElfSegment(format.Number(header), format.Long(header[8..]), format.Long(header[32..]))
        : new ElfSegment(format.Number(header), format.Number(header[4..]), format.Number(header[16..]));
}
