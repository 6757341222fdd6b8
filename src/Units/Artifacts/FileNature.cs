using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Artifacts;

/// <summary>What a file of an output is to those who depend on it.</summary>
/// <param name="IsProgram">It can be run: an executable, or a script. A shared library isn't one, though it mostly has the executable bit.</param>
/// <param name="Interface">What a link against it can see; null: all of its content.</param>
/// <param name="IsText">Neither an ELF file nor an archive of them: who reads it may go where it says.</param>
internal readonly record struct FileNature(bool IsProgram, Digest? Interface, bool IsText = false)
{
    private const uint AnyExecutes = 0x49; // 0111
    private const ulong FlagsTag = 0x6ffffffb; // DT_FLAGS_1
    private const ulong PositionIndependentProgram = 0x08000000; // DF_1_PIE

    /// <summary>Looks at an open file.</summary>
    /// <remarks>
    /// Programs that can be loaded anywhere are shared objects by their type. They have a dynamic linker's name (PT_INTERP), or, linked statically, a
    /// flag (DF_1_PIE; ELF handling of glibc's dynamic linker, elf/dl-load.c). An ELF file that isn't understood and may be executed passes for a program.
    /// </remarks>
    internal static FileNature Of(FileDescriptor file, in FileStatus status)
    {
        bool mayExecute = (status.Permissions & AnyExecutes) != 0;
        byte[] head = new byte[4];
        int read = file.ReadAt(0, head);
        if (!ElfHeader.IsAt(head.AsSpan(0, Math.Max(read, 0))))
            return new FileNature(mayExecute && read >= 2 && head.AsSpan().StartsWith("#!"u8), null, !head.AsSpan().SequenceEqual("!<ar"u8));
        if (ElfFile.Read(file) is not { } elf)
            return new FileNature(mayExecute, null);
        if (elf.Header.Type == ElfHeader.Executable)
            return new FileNature(true, null);
        if (elf.Header.Type != ElfHeader.SharedObject)
            return default;
        return elf.Segments.Any(static segment => segment.Type == ElfSegment.Interpreter) || HasProgramFlag(elf)
            ? new FileNature(true, null)
            : new FileNature(false, ElfInterface.Of(elf));
    }

    private static bool HasProgramFlag(ElfFile elf)
    {
        // Linkers make one; only the first is looked at.
        ElfSegment dynamic = elf.Segments.FirstOrDefault(static segment => segment.Type == ElfSegment.Dynamic);
        if (elf.Content(dynamic.Place, dynamic.Size) is not { } entries)
            return false;
        int word = elf.Format.WordSize;
        for (int at = 0; at + (2 * word) <= entries.Length; at += 2 * word)
        {
            if (elf.Format.Word(entries.AsSpan(at)) == FlagsTag && (elf.Format.Word(entries.AsSpan(at + word)) & PositionIndependentProgram) != 0)
                return true;
        }

        return false;
    }
}
