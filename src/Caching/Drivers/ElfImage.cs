using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>What the head of an executable says of it (System V ABI, "Object Files"; 64-bit little-endian only).</summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int InterpreterSegment = 3; // PT_INTERP
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
            Span<byte> head = stackalloc byte[HeaderSize];
            if (file.ReadAt(0, head) < HeaderSize || !head.StartsWith("\x7f"u8) || !head[1..4].SequenceEqual("ELF"u8))
                return null;
            bool understood = head[4] == 2 && head[5] == 1;
            return new ElfImage { Interpreter = understood ? ReadInterpreter(file, head) : null };
        }
    }

    private static byte[]? ReadInterpreter(FileDescriptor file, ReadOnlySpan<byte> head)
    {
        long table = BinaryPrimitives.ReadInt64LittleEndian(head[32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(head[54..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(head[56..]);
        if (size != ProgramHeaderSize || count > MaxProgramHeaders || table < 0)
            return null;
        Span<byte> headers = stackalloc byte[ProgramHeaderSize * count];
        if (file.ReadAt(table, headers) < headers.Length)
            return null;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> segment = headers.Slice(i * ProgramHeaderSize, ProgramHeaderSize);
            if (BinaryPrimitives.ReadInt32LittleEndian(segment) != InterpreterSegment)
                continue;
            long offset = BinaryPrimitives.ReadInt64LittleEndian(segment[8..]);
            long length = BinaryPrimitives.ReadInt64LittleEndian(segment[32..]);
            if (length is <= 1 or > FileSystem.PathMax)
                return null;
            byte[] name = new byte[length];
            return file.ReadAt(offset, name) == length ? name[..^1] : null;
        }

        return null;
    }
}
