using Larder.Posix;

namespace Larder.Units.Artifacts;

/// <summary>
/// Reads the names of one ELF file, so many bytes in all: in a damaged file any number of entries may have the same long name, and chains of entries may lead in circles.
/// </summary>
internal sealed class ElfNames(ElfFile file)
{
    /// <summary>What names take in all, as a multiple of the file: linkers share the ends of names, and each symbol's stands in several lines.</summary>
    private const long Multiple = 16;

    private const long LeastRoom = 64 << 10;

    /// <summary>An entry costs that much, however short its name is.</summary>
    private const int EntrySize = 16;

    private long _room = LeastRoom + (Multiple * file.Length);

    /// <summary>An entry's name. False where it isn't in the table, or the file has more of them than it can have.</summary>
    internal bool TryRead(ReadOnlySpan<byte> strings, ulong at, out ReadOnlySpan<byte> name) => ElfFile.TryName(strings, at, out name) && TryTake(name.Length);

    /// <summary>Takes that many bytes, and an entry's, from what there may be.</summary>
    internal bool TryTake(long bytes) => (_room -= EntrySize + bytes) >= 0;
}
