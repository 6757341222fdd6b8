using System.Buffers;
using Larder.Posix;

namespace Larder.Units.Artifacts;

/// <summary>The versions of a shared object's dynamic symbols.</summary>
/// <remarks>
/// Linux Standard Base, "Symbol Versioning". The same for both classes:
/// <code>
/// versym    = index:u16 for each symbol     0x8000: not the default; 0: local, 1: none
/// verdef    = version:u16 flags:u16 index:u16 count:u16 hash:u32 aux:u32 next:u32        the first verdaux names it, the others its parents
/// verdaux   = name:u32 next:u32
/// verneed   = version:u16 count:u16 file:u32 aux:u32 next:u32
/// vernaux   = hash:u32 flags:u16 index:u16 name:u32 next:u32
/// </code>
/// aux and next: bytes from the record's own beginning; 0: the last.
/// </remarks>
internal sealed class ElfVersions
{
    private const int Definition = 20;
    private const int Need = 16;
    private const int NeedEntry = 16;
    private const ushort IndexBits = 0x7FFF;

    private readonly ElfFormat _format;
    private readonly ElfNames _reader;
    private readonly byte[] _symbols;
    private readonly Dictionary<ushort, byte[]> _names = [];

    private ElfVersions(ElfFormat format, ElfNames reader, byte[] symbols)
    {
        _format = format;
        _reader = reader;
        _symbols = symbols;
    }

    /// <summary>The version definitions, as lines.</summary>
    internal List<byte[]> Definitions { get; } = [];

    /// <summary>Reads them. Null where what is there is damaged; a file without versions has none.</summary>
    internal static ElfVersions? Read(ElfFile file, ElfNames reader)
    {
        byte[] symbols = [];
        if (SectionOf(file, ElfSection.SymbolVersions) is { } of)
        {
            if (file.Content(in of) is not { } content)
                return null;
            symbols = content;
        }

        ElfVersions versions = new(file.Format, reader, symbols);
        return versions.TryReadDefinitions(file) && versions.TryReadNeeds(file) ? versions : null;
    }

    /// <summary>The version of a symbol, with what leads to it: "@V" is not the default, "@@V" is, "<V" is another library's. Null where it can't be told.</summary>
    internal byte[]? Of(int symbol)
    {
        if (_symbols.Length == 0)
            return [];
        if (symbol * 2 > _symbols.Length - 2)
            return null;
        ushort version = _format.Half(_symbols.AsSpan(symbol * 2));
        ushort index = (ushort)(version & IndexBits);
        if (index <= 1)
            return [(byte)('0' + index)];
        return _names.TryGetValue(index, out byte[]? name) ? ByteString.Concat(version == index ? "@@"u8 : "@"u8, name) : null;
    }

    private static ElfSection? SectionOf(ElfFile file, uint type)
    {
        foreach (ElfSection section in file.Sections)
        {
            if (section.Type == type)
                return section;
        }

        return null;
    }

    private bool TryReadDefinitions(ElfFile file)
    {
        if (SectionOf(file, ElfSection.VersionDefinitions) is not { } section)
            return true;
        if (file.Content(in section) is not { } content || section.Link >= file.Sections.Length || file.Content(in file.Sections[section.Link]) is not { } strings)
            return false;
        ulong at = 0;
        while (true)
        {
            if (Slice(content, at, Definition) is not { IsEmpty: false } record || !_reader.TryTake(Definition))
                return false;
            ushort index = (ushort)(_format.Half(record[4..]) & IndexBits);
            ArrayBufferWriter<byte> line = new();
            line.Write([(byte)'V', record[2], record[3]]);
            ulong auxiliary = at + _format.Number(record[12..]);
            for (int count = _format.Half(record[6..]); count > 0; count--)
            {
                if (Slice(content, auxiliary, 8) is not { IsEmpty: false } named || !_reader.TryRead(strings, _format.Number(named), out ReadOnlySpan<byte> name))
                    return false;
                _names.TryAdd(index, name.ToArray());
                line.Write("\0"u8);
                line.Write(name);
                auxiliary += _format.Number(named[4..]);
            }

            Definitions.Add(line.WrittenSpan.ToArray());
            uint next = _format.Number(record[16..]);
            if (next == 0)
                return true;
            at += next;
        }
    }

    private bool TryReadNeeds(ElfFile file)
    {
        if (SectionOf(file, ElfSection.VersionNeeds) is not { } section)
            return true;
        if (file.Content(in section) is not { } content || section.Link >= file.Sections.Length || file.Content(in file.Sections[section.Link]) is not { } strings)
            return false;
        ulong at = 0;
        while (true)
        {
            if (Slice(content, at, Need) is not { IsEmpty: false } record || !_reader.TryRead(strings, _format.Number(record[4..]), out ReadOnlySpan<byte> library))
                return false;
            ulong auxiliary = at + _format.Number(record[8..]);
            for (int count = _format.Half(record[2..]); count > 0; count--)
            {
                if (Slice(content, auxiliary, NeedEntry) is not { IsEmpty: false } entry || !_reader.TryRead(strings, _format.Number(entry[8..]), out ReadOnlySpan<byte> name)
                    || !_reader.TryTake(library.Length))
                    return false;
                _names.TryAdd((ushort)(_format.Half(entry[6..]) & IndexBits), ByteString.Concat(library, "<"u8, name));
                auxiliary += _format.Number(entry[12..]);
            }

            uint next = _format.Number(record[12..]);
            if (next == 0)
                return true;
            at += next;
        }
    }

    private static ReadOnlySpan<byte> Slice(byte[] content, ulong at, int length) =>
        at <= (ulong)content.Length && (ulong)length <= (ulong)content.Length - at ? content.AsSpan((int)at, length) : default;
}
