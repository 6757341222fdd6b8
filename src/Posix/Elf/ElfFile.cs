namespace Larder.Posix;

/// <summary>An ELF file whose sections are read one by one. Every place and size is checked against the file's length.</summary>
public sealed class ElfFile
{
    private const int MaxSegments = 256;

    private readonly FileDescriptor _file;
    private readonly long _start;
    private readonly ulong _length;

    private ElfFile(FileDescriptor file, long start, long length, ElfHeader header)
    {
        _file = file;
        _start = start;
        _length = (ulong)length;
        Header = header;
    }

    public ElfHeader Header { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length => (long)_length;

    public ElfFormat Format => Header.Format;

    /// <summary>The program headers.</summary>
    public ElfSegment[] Segments { get; private set; } = [];

    /// <summary>The section headers.</summary>
    public ElfSection[] Sections { get; private set; } = [];

    /// <summary>Reads an open file's headers. Null where it is no ELF file, or a damaged one.</summary>
    /// <param name="file">The file, which must stay open as long as sections are read.</param>
    public static ElfFile? Read(FileDescriptor file) => file.Stat(out FileStatus status) == Errno.None ? Read(file, 0, status.Size) : null;

    /// <summary>The same of one that stands within another file: an archive's member.</summary>
    /// <param name="file">The file, which must stay open as long as sections are read.</param>
    /// <param name="start">Where it begins there.</param>
    /// <param name="length">How long it is; the file has so much.</param>
    public static ElfFile? Read(FileDescriptor file, long start, long length)
    {
        byte[] head = new byte[Math.Min(ElfHeader.Size, length)];
        int read = file.ReadAt(start, head);
        if (read <= 0 || !ElfHeader.TryRead(head.AsSpan(0, read), out ElfHeader header) || header.SegmentCount > MaxSegments)
            return null;
        ElfFile elf = new(file, start, length, header);
        if (elf.Content(header.SegmentsAt, (ulong)(header.SegmentCount * header.SegmentSize)) is not { } segments
            || elf.Content(header.SectionsAt, (ulong)(header.SectionCount * header.SectionSize)) is not { } sections)
            return null;
        elf.Segments = Enumerate(header.SegmentCount, i => ElfSegment.Read(elf.Format, segments.AsSpan(i * header.SegmentSize)));
        elf.Sections = Enumerate(header.SectionCount, i => ElfSection.Read(elf.Format, sections.AsSpan(i * header.SectionSize)));
        return elf;
    }

    /// <summary>Bytes of the file. Null where it has no such, or they can't be read.</summary>
    public byte[]? Content(ulong place, ulong size)
    {
        if (size == 0)
            return [];
        if (place > _length || size > _length - place || size > int.MaxValue / 2)
            return null;
        byte[] content = new byte[size];
        return _file.ReadAt(_start + (long)place, content) == content.Length ? content : null;
    }

    /// <summary>A section's bytes. Null where the file hasn't all of them.</summary>
    public byte[]? Content(in ElfSection section) => Content(section.Place, section.Size);

    /// <summary>A name in a table of strings. False where it isn't in the table, or has no end.</summary>
    public static bool TryName(ReadOnlySpan<byte> strings, ulong at, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (at >= (ulong)strings.Length)
            return false;
        strings = strings[(int)at..];
        int end = strings.IndexOf((byte)0);
        if (end < 0)
            return false;
        name = strings[..end];
        return true;
    }

    private static T[] Enumerate<T>(int count, Func<int, T> read)
    {
        T[] all = new T[count];
        for (int i = 0; i < count; i++)
            all[i] = read(i);
        return all;
    }
}
