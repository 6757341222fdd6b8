namespace Larder.Posix;

/// <summary>A section header of an ELF file.</summary>
/// <remarks>
/// W: 4 or 8 bytes, by the class.
/// <code>
/// name:u32 type:u32 flags:W address:W place:W size:W link:u32 info:u32 alignment:W entry:W        40 or 64 bytes
/// </code>
/// </remarks>
/// <param name="Name">Where its name begins among the sections' names.</param>
/// <param name="Type">SHT_…</param>
/// <param name="Flags">SHF_…</param>
/// <param name="Address">Where it is loaded to.</param>
/// <param name="Place">Where it begins in the file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Link">Another section: that of its strings, mostly.</param>
/// <param name="Info">Meaning by type; of versions, how many there are.</param>
/// <param name="Alignment">Of its address.</param>
public readonly record struct ElfSection(uint Name, uint Type, ulong Flags, ulong Address, ulong Place, ulong Size, uint Link, uint Info, ulong Alignment)
{
    public const uint Dynamic = 6; // SHT_DYNAMIC
    public const uint DynamicSymbols = 11; // SHT_DYNSYM
    public const uint VersionDefinitions = 0x6ffffffd; // SHT_GNU_verdef
    public const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    public const uint SymbolVersions = 0x6fffffff; // SHT_GNU_versym

    public static int SizeOf(ElfFormat format) => format.Is64 ? 64 : 40;

    public static ElfSection Read(ElfFormat format, ReadOnlySpan<byte> header)
    {
        int word = format.WordSize;
        ReadOnlySpan<byte> places = header[8..];
        ReadOnlySpan<byte> rest = places[(4 * word)..];
        return new ElfSection(
            format.Number(header), format.Number(header[4..]), format.Word(places), format.Word(places[word..]), format.Word(places[(2 * word)..]),
            format.Word(places[(3 * word)..]), format.Number(rest), format.Number(rest[4..]), format.Word(rest[8..]));
    }
}
