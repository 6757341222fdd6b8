using System.Globalization;
using Larder.Posix;

namespace Larder.Caching.Results;

/// <summary>Says, in a line, in what two contents of a file differ.</summary>
internal static class OutputDifference
{
    /// <summary>Null: in nothing.</summary>
    internal static string? Of(byte[]? first, byte[]? second)
    {
        if (first is null || second is null)
            return first is null && second is null ? null : "was written by one of the two runs only";
        int at = first.AsSpan().CommonPrefixLength(second);
        if (at == first.Length && at == second.Length)
            return null;
        string where = SectionAt(second, at) is { } section ? $", in {section}" : "";
        string place = string.Create(CultureInfo.InvariantCulture, $"first at byte {at}{where}");
        if (first.Length != second.Length)
            return string.Create(CultureInfo.InvariantCulture, $"differs: {first.Length} and {second.Length} bytes, {place}");
        int count = 0;
        for (int i = at; i < first.Length; i++)
        {
            if (first[i] != second[i])
                count++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"differs in {count} {(count == 1 ? "byte" : "bytes")} of {first.Length}, {place}");
    }

    /// <summary>The name of the section of an ELF file that a byte is in; null where it is in none, or that isn't known.</summary>
    private static string? SectionAt(byte[] content, int at)
    {
        if (MemoryFile.Create(out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            const uint NoBits = 8; // SHT_NOBITS
            if (file.WriteAll(content) != Errno.None || ElfFile.Read(file) is not { } elf || elf.Header.SectionNames >= elf.Sections.Length
                || elf.Content(in elf.Sections[elf.Header.SectionNames]) is not { } names)
                return null;
            foreach (ElfSection section in elf.Sections)
            {
                if (section.Type != NoBits && (ulong)at >= section.Place && (ulong)at - section.Place < section.Size && ElfFile.TryName(names, section.Name, out ReadOnlySpan<byte> name) && !name.IsEmpty)
                    return ByteString.Show(name);
            }

            return null;
        }
    }
}
