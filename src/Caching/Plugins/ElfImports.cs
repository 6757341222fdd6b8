using System.Buffers.Binary;

namespace Larder.Caching.Plugins;

/// <summary>
/// What a shared object asks of others: the libraries that it needs, and the symbols that it doesn't define. By its section headers, which
/// linkers write and strip(1) leaves (System V ABI, "Object Files"); 64 bits, little endian.
/// </summary>
/// <remarks>
/// <code>
/// header:          7F 'E' 'L' 'F' 2 1 … section headers' place at 40 (8 bytes), size at 58 (2), number at 60 (2)
/// section header:  … type at 4 (4) … place at 24 (8), size at 32 (8), link to the section of its strings at 40 (4)
/// dynamic entry:   tag (8) value (8)                             tag 1: a needed library
/// symbol:          name (4) info (1) other (1) section (2) …     section 0: undefined
/// </code>
/// </remarks>
internal static class ElfImports
{
    private const int DynamicSection = 6;
    private const int SymbolSection = 11;
    private const int NeededTag = 1;

    /// <summary>Reads them. False where the file has no such form, or not all of it.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> image, List<byte[]> libraries, List<byte[]> symbols)
    {
        if (image.Length < 64 || !image.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            return false;
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(image[40..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image[58..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        if (size < 64 || !TrySlice(image, table, (ulong)(size * count), out ReadOnlySpan<byte> headers))
            return false;
        bool hasDynamic = false;
        bool hasSymbols = false;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = headers.Slice(i * size, size);
            int type = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            if (type is not (DynamicSection or SymbolSection))
                continue;
            int link = BinaryPrimitives.ReadInt32LittleEndian(header[40..]);
            if (link <= 0 || link >= count || !TryReadSection(image, header, out ReadOnlySpan<byte> content)
                || !TryReadSection(image, headers.Slice(link * size, size), out ReadOnlySpan<byte> strings))
                return false;
            if (type == DynamicSection ? !TryReadLibraries(content, strings, libraries) : !TryReadSymbols(content, strings, symbols))
                return false;
            hasDynamic |= type == DynamicSection;
            hasSymbols |= type == SymbolSection;
        }

        return hasDynamic && hasSymbols;
    }

    private static bool TryReadLibraries(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> strings, List<byte[]> libraries)
    {
        for (; entries.Length >= 16; entries = entries[16..])
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(entries) != NeededTag)
                continue;
            if (!TryReadName(strings, BinaryPrimitives.ReadUInt64LittleEndian(entries[8..]), out byte[] name))
                return false;
            libraries.Add(name);
        }

        return true;
    }

    private static bool TryReadSymbols(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> strings, List<byte[]> symbols)
    {
        for (; entries.Length >= 24; entries = entries[24..])
        {
            uint at = BinaryPrimitives.ReadUInt32LittleEndian(entries);
            if (at == 0 || BinaryPrimitives.ReadUInt16LittleEndian(entries[6..]) != 0)
                continue;
            if (!TryReadName(strings, at, out byte[] name))
                return false;
            symbols.Add(name);
        }

        return true;
    }

    private static bool TryReadSection(ReadOnlySpan<byte> image, ReadOnlySpan<byte> header, out ReadOnlySpan<byte> content) =>
        TrySlice(image, BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), BinaryPrimitives.ReadUInt64LittleEndian(header[32..]), out content);

    private static bool TryReadName(ReadOnlySpan<byte> strings, ulong at, out byte[] name)
    {
        name = [];
        if (at >= (ulong)strings.Length)
            return false;
        strings = strings[(int)at..];
        int end = strings.IndexOf((byte)0);
        if (end < 0)
            return false;
        name = strings[..end].ToArray();
        return true;
    }

    private static bool TrySlice(ReadOnlySpan<byte> image, ulong at, ulong length, out ReadOnlySpan<byte> slice)
    {
        bool fits = at <= (ulong)image.Length && length <= (ulong)image.Length - at;
        slice = fits ? image.Slice((int)at, (int)length) : default;
        return fits;
    }
}
