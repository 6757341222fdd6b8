using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>What the head of an executable says of it (System V ABI, "Object Files"; 64-bit little-endian only).</summary>
internal sealed class ElfImage
{
    private const int MaxProgramHeaders = 64;

    /// <summary>The dynamic linker that the program asks for; null where it is linked statically.</summary>
    internal byte[]? Interpreter { get; private init; }

    /// <summary>Reads a file's head. Null where it is no ELF image (a script, say) or can't be read.</summary>
    internal static ElfImage? Read(ReadOnlySpan<byte> path)
    {
        if (FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            Span<byte> head = stackalloc byte[ElfHeader.Size];
            if (file.ReadAt(0, head) < head.Length || !ElfHeader.IsAt(head))
                return null;
            bool understood = ElfHeader.TryRead(head, out ElfHeader header) && header.Format is { Is64: true, IsBigEndian: false };
            return new ElfImage { Interpreter = understood ? ReadInterpreter(file, in header) : null };
        }
    }

    private static byte[]? ReadInterpreter(FileDescriptor file, in ElfHeader header)
    {
        if (header.SegmentCount > MaxProgramHeaders || header.SegmentsAt > long.MaxValue)
            return null;
        int size = ElfSegment.SizeOf(header.Format);
        Span<byte> headers = stackalloc byte[size * header.SegmentCount];
        if (file.ReadAt((long)header.SegmentsAt, headers) < headers.Length)
            return null;
        for (int i = 0; i < header.SegmentCount; i++)
        {
            ElfSegment segment = ElfSegment.Read(header.Format, headers[(i * size)..]);
            if (segment.Type != ElfSegment.Interpreter)
                continue;
            if (segment.Size is <= 1 or > FileSystem.PathMax || segment.Place > long.MaxValue)
                return null;
            byte[] name = new byte[segment.Size];
            return file.ReadAt((long)segment.Place, name) == name.Length ? name[..^1] : null;
        }

        return null;
    }
}
