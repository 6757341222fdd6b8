using Larder.Posix;

namespace Larder.Caching.Plugins;

/// <summary>
/// What a shared object asks of others: the libraries that it needs, and the symbols that it doesn't define. By its section headers, which
/// linkers write and strip(1) leaves (System V ABI, "Object Files"; <see cref="ElfHeader"/>); 64 bits, little endian.
/// </summary>
/// <remarks>
/// <code>
/// dynamic entry:   tag (8) value (8)                             tag 1: a needed library
/// </code>
/// </remarks>
internal static class ElfImports
{
    private const ulong NeededTag = 1;
    private const int DynamicSize = 16;

    /// <summary>Reads them. False where the file has no such form, or not all of it.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> image, List<byte[]> libraries, List<byte[]> symbols)
    {
        if (!ElfHeader.TryRead(image, out ElfHeader header) || header.Format is not { Is64: true, IsBigEndian: false }
            || !TrySlice(image, header.SectionsAt, (ulong)(header.SectionSize * header.SectionCount), out ReadOnlySpan<byte> headers))
            return false;
        bool hasDynamic = false;
        bool hasSymbols = false;
        for (int i = 0; i < header.SectionCount; i++)
        {
            ElfSection section = ElfSection.Read(header.Format, headers[(i * header.SectionSize)..]);
            if (section.Type is not (ElfSection.Dynamic or ElfSection.DynamicSymbols))
                continue;
            if (section.Link == 0 || section.Link >= header.SectionCount || !TrySlice(image, section.Place, section.Size, out ReadOnlySpan<byte> content))
                return false;
            ElfSection names = ElfSection.Read(header.Format, headers[((int)section.Link * header.SectionSize)..]);
            if (!TrySlice(image, names.Place, names.Size, out ReadOnlySpan<byte> strings))
                return false;
            bool isDynamic = section.Type == ElfSection.Dynamic;
            if (isDynamic ? !TryReadLibraries(header.Format, content, strings, libraries) : !TryReadSymbols(header.Format, content, strings, symbols))
                return false;
            hasDynamic |= isDynamic;
            hasSymbols |= !isDynamic;
        }

        return hasDynamic && hasSymbols;
    }

    private static bool TryReadLibraries(ElfFormat format, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> strings, List<byte[]> libraries)
    {
        for (; entries.Length >= DynamicSize; entries = entries[DynamicSize..])
        {
            if (format.Long(entries) != NeededTag)
                continue;
            if (!ElfFile.TryName(strings, format.Long(entries[8..]), out ReadOnlySpan<byte> name))
                return false;
            libraries.Add(name.ToArray());
        }

        return true;
    }

    private static bool TryReadSymbols(ElfFormat format, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> strings, List<byte[]> symbols)
    {
        int size = ElfSymbol.SizeOf(format);
        for (; entries.Length >= size; entries = entries[size..])
        {
            ElfSymbol symbol = ElfSymbol.Read(format, entries);
            if (symbol.Name == 0 || symbol.Section != ElfSymbol.Undefined)
                continue;
            if (!ElfFile.TryName(strings, symbol.Name, out ReadOnlySpan<byte> name))
                return false;
            symbols.Add(name.ToArray());
        }

        return true;
    }

    private static bool TrySlice(ReadOnlySpan<byte> image, ulong at, ulong length, out ReadOnlySpan<byte> slice)
    {
        bool fits = at <= (ulong)image.Length && length <= (ulong)image.Length - at;
        slice = fits ? image.Slice((int)at, (int)length) : default;
        return fits;
    }
}
