namespace Larder.Posix;

/// <summary>The header of an ELF file: what it is, and where its tables stand. Nothing in it is checked against the file's length.</summary>
/// <remarks>
/// System V ABI, "Object Files". W: 4 or 8 bytes, by the class.
/// <code>
/// header = 7F 'E' 'L' 'F' class:u8 (1, 2) data:u8 (1, 2) version:u8 osabi:u8 zero:8
///          type:u16 machine:u16 version:u32 entry:W segments:W sections:W flags:u32 size:u16
///          segmentSize:u16 segmentCount:u16 sectionSize:u16 sectionCount:u16 names:u16
/// </code>
/// </remarks>
public readonly struct ElfHeader
{
    /// <summary>Bytes of a header of the larger class.</summary>
    public const int Size = 64;

    public const ushort Executable = 2; // ET_EXEC
    public const ushort SharedObject = 3; // ET_DYN

    private const int SmallSize = 52;

    private ElfHeader(ReadOnlySpan<byte> head, ElfFormat format)
    {
        Format = format;
        Abi = head[7];
        Type = format.Half(head[16..]);
        Machine = format.Half(head[18..]);
        int word = format.WordSize;
        SegmentsAt = format.Word(head[(24 + word)..]);
        SectionsAt = format.Word(head[(24 + (2 * word))..]);
        ReadOnlySpan<byte> rest = head[(24 + (3 * word))..];
        Flags = format.Number(rest);
        SegmentSize = format.Half(rest[6..]);
        SegmentCount = format.Half(rest[8..]);
        SectionSize = format.Half(rest[10..]);
        SectionCount = format.Half(rest[12..]);
        SectionNames = format.Half(rest[14..]);
    }

    public ElfFormat Format { get; }

    public byte Abi { get; }

    public ushort Type { get; }

    public ushort Machine { get; }

    public uint Flags { get; }

    /// <summary>Where the program headers begin, the size of each, and how many there are; likewise of the section headers.</summary>
    public ulong SegmentsAt { get; }

    public int SegmentSize { get; }

    public int SegmentCount { get; }

    public ulong SectionsAt { get; }

    public int SectionSize { get; }

    public int SectionCount { get; }

    /// <summary>The section with the sections' names.</summary>
    public int SectionNames { get; }

    /// <summary>Whether a file begins as ELF files do, be the rest understood or not.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head) => head.StartsWith("\x7f"u8) && head[1..].StartsWith("ELF"u8);

    /// <summary>Reads the header at a file's start. False where there is none, or its tables' entries have another form than this reads.</summary>
    public static bool TryRead(ReadOnlySpan<byte> head, out ElfHeader header)
    {
        header = default;
        if (head.Length < SmallSize || !IsAt(head) || head[4] is not (1 or 2) || head[5] is not (1 or 2) || (head[4] == 2 && head.Length < Size))
            return false;
        header = new ElfHeader(head, new ElfFormat(head[4] == 2, head[5] == 2));
        return (header.SegmentCount == 0 || header.SegmentSize == ElfSegment.SizeOf(header.Format))
            && (header.SectionCount == 0 || header.SectionSize == ElfSection.SizeOf(header.Format));
    }
}
