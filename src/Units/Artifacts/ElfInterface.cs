using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Artifacts;

/// <summary>What of a shared object a link against it can see (System V ABI, "Dynamic Linking"; the GNU linker's and lld's reading of it).</summary>
/// <remarks>
/// Lines, sorted where the linker doesn't mind their order:
/// <list type="bullet">
/// <item>what it is for: class, byte order, ABI, machine, the processor's flags; the properties that a linker merges (.note.gnu.property), its warnings (.gnu.warning.*);</item>
/// <item>soname, needed libraries, run paths (a linker looks there for what is needed), filters and flags of the dynamic section;</item>
/// <item>version definitions;</item>
/// <item>every dynamic symbol that isn't local: name, version and whether that is the default, binding, type, visibility. Of data the size, the section's name, the alignment and
/// which other names it has: a program that isn't position-independent gets a copy of it. Of thread-local data the size;</item>
/// <item>undefined symbols too: a link of a program fails where nobody defines them, and what a program defines of them is exported from it.</item>
/// </list>
/// </remarks>
internal static class ElfInterface
{
    private const int ObjectType = 1; // STT_OBJECT
    private const int FunctionType = 2; // STT_FUNC
    private const int CommonType = 5; // STT_COMMON
    private const int IndirectFunctionType = 10; // STT_GNU_IFUNC

    /// <summary>The first of the section numbers that stand for no section (SHN_LORESERVE).</summary>
    private const ushort ReservedSections = 0xff00;

    /// <summary>Tags of the dynamic section that say something to linkers, and whether their value is a name.</summary>
    private static readonly Dictionary<ulong, bool> s_tags = new()
    {
        [1] = true, // DT_NEEDED
        [14] = true, // DT_SONAME
        [15] = true, // DT_RPATH
        [16] = false, // DT_SYMBOLIC
        [22] = false, // DT_TEXTREL
        [29] = true, // DT_RUNPATH
        [30] = false, // DT_FLAGS
        [0x6ffffffb] = false, // DT_FLAGS_1
        [0x7ffffffd] = true, // DT_AUXILIARY
        [0x7fffffff] = true, // DT_FILTER
    };

    /// <summary>The digest of a shared object's interface. Null where it is damaged, or of a form that isn't understood; then its content has to count.</summary>
    internal static Digest? Of(ElfFile file)
    {
        if (Only(file, ElfSection.Dynamic) is not { } dynamic || Only(file, ElfSection.DynamicSymbols) is not { } symbols
            || !file.Segments.Any(segment => segment.Type == ElfSegment.Dynamic && segment.Place == dynamic.Place))
            return null;
        ArrayBufferWriter<byte> hashed = new();
        byte[] head = new byte[12];
        head[0] = file.Format.Is64 ? (byte)2 : (byte)1;
        head[1] = file.Format.IsBigEndian ? (byte)2 : (byte)1;
        head[2] = file.Header.Abi;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), file.Header.Machine);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), file.Header.Flags);
        Add(hashed, head);
        ElfNames reader = new(file);
        if (SectionNames(file, reader) is not { } names || !TryAddNotes(file, reader, names, hashed) || !TryAddDynamic(file, reader, in dynamic, hashed)
            || ElfVersions.Read(file, reader) is not { } versions)
            return null;
        List<byte[]> lines = versions.Definitions;
        if (!TryReadSymbols(file, reader, in symbols, versions, names, lines))
            return null;
        lines.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        foreach (byte[] line in lines)
            Add(hashed, line);
        return Digest.Of(hashed.WrittenSpan);
    }

    private static void Add(ArrayBufferWriter<byte> hashed, ReadOnlySpan<byte> line)
    {
        BinaryPrimitives.WriteInt32LittleEndian(hashed.GetSpan(4), line.Length);
        hashed.Advance(4);
        hashed.Write(line);
    }

    private static ElfSection? Only(ElfFile file, uint type) =>
        file.Sections.Count(section => section.Type == type) == 1 ? file.Sections.First(section => section.Type == type) : null;

    /// <summary>Every section's name. Null where one has none.</summary>
    private static byte[][]? SectionNames(ElfFile file, ElfNames reader)
    {
        if (file.Header.SectionNames >= file.Sections.Length || file.Content(in file.Sections[file.Header.SectionNames]) is not { } strings)
            return null;
        byte[][] names = new byte[file.Sections.Length][];
        for (int i = 0; i < names.Length; i++)
        {
            if (!reader.TryRead(strings, file.Sections[i].Name, out ReadOnlySpan<byte> name))
                return null;
            names[i] = name.ToArray();
        }

        return names;
    }

    private static bool TryAddNotes(ElfFile file, ElfNames reader, byte[][] names, ArrayBufferWriter<byte> hashed)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (!names[i].AsSpan().SequenceEqual(".note.gnu.property"u8) && !names[i].AsSpan().StartsWith(".gnu.warning"u8))
                continue;
            if (file.Content(in file.Sections[i]) is not { } content || !reader.TryTake(content.Length))
                return false;
            Add(hashed, names[i]);
            Add(hashed, content);
        }

        return true;
    }

    private static bool TryAddDynamic(ElfFile file, ElfNames reader, in ElfSection dynamic, ArrayBufferWriter<byte> hashed)
    {
        if (dynamic.Link >= file.Sections.Length || file.Content(in dynamic) is not { } entries || file.Content(in file.Sections[dynamic.Link]) is not { } strings)
            return false;
        int word = file.Format.WordSize;
        for (int at = 0; at + (2 * word) <= entries.Length; at += 2 * word)
        {
            ulong tag = file.Format.Word(entries.AsSpan(at));
            ulong value = file.Format.Word(entries.AsSpan(at + word));
            if (tag == 0)
                break;
            if (!s_tags.TryGetValue(tag, out bool isName))
                continue;
            ReadOnlySpan<byte> text = BitConverter.GetBytes(value);
            if (isName && !reader.TryRead(strings, value, out text))
                return false;
            Add(hashed, BitConverter.GetBytes(tag));
            Add(hashed, text);
        }

        return true;
    }

    private static bool TryReadSymbols(ElfFile file, ElfNames reader, in ElfSection section, ElfVersions versions, byte[][] names, List<byte[]> lines)
    {
        if (section.Link >= file.Sections.Length || file.Content(in section) is not { } entries || file.Content(in file.Sections[section.Link]) is not { } strings)
            return false;
        int size = ElfSymbol.SizeOf(file.Format);
        List<(ElfSymbol Symbol, byte[] Name)> all = [];
        Dictionary<(ushort Section, ulong Value), byte[]> firstNames = [];
        for (int i = 1; (i + 1) * size <= entries.Length; i++)
        {
            ElfSymbol symbol = ElfSymbol.Read(file.Format, entries.AsSpan(i * size));
            if (symbol.Binding == 0)
                continue;
            if (!reader.TryRead(strings, symbol.Name, out ReadOnlySpan<byte> text) || versions.Of(i) is not { } version || !reader.TryTake(version.Length))
                return false;
            byte[] name = ByteString.Concat(text, "\0"u8, version);
            all.Add((symbol, name));
            if (IsData(in symbol) && (!firstNames.TryGetValue((symbol.Section, symbol.Value), out byte[]? first) || name.AsSpan().SequenceCompareTo(first) < 0))
                firstNames[(symbol.Section, symbol.Value)] = name;
        }

        foreach ((ElfSymbol symbol, byte[] name) in all)
        {
            if (symbol.Section != ElfSymbol.Undefined && symbol.Section < ReservedSections && symbol.Section >= names.Length)
                return false;
            byte[] line = Line(file, in symbol, name, names, firstNames);
            if (!reader.TryTake(line.Length))
                return false;
            lines.Add(line);
        }

        return true;
    }

    private static byte[] Line(ElfFile file, in ElfSymbol symbol, byte[] name, byte[][] names, Dictionary<(ushort Section, ulong Value), byte[]> firstNames)
    {
        bool isDefined = symbol.Section != ElfSymbol.Undefined;
        byte[] line = ByteString.Concat(name, [0, symbol.Info, symbol.Other, isDefined ? (byte)1 : (byte)0]);
        if (!isDefined || symbol.Type is FunctionType or IndirectFunctionType)
            return line;
        line = ByteString.Concat(line, BitConverter.GetBytes(symbol.Size));
        if (symbol.Section >= ReservedSections)
            return ByteString.Concat(line, BitConverter.GetBytes(symbol.Section));
        if (!IsData(in symbol))
            return line;
        ElfSection section = file.Sections[symbol.Section];
        int alignment = symbol.Value == 0 ? int.MaxValue : BitOperations.TrailingZeroCount(symbol.Value);
        alignment = Math.Min(alignment, section.Alignment == 0 ? 0 : BitOperations.TrailingZeroCount(section.Alignment));
        line = ByteString.Concat(line, [(byte)alignment], BitConverter.GetBytes(section.Flags));
        return ByteString.Concat(ByteString.Concat(line, names[symbol.Section], "\0"u8), firstNames[(symbol.Section, symbol.Value)]);
    }

    private static bool IsData(in ElfSymbol symbol) => symbol.Type is ObjectType or CommonType && symbol.Section != ElfSymbol.Undefined;
}
