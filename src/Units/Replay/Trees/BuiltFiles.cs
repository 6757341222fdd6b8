using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Units.Replay.Trees;

/// <summary>Files that a build made, taken away so that it makes them again. What configuring tools try their compilers with is left.</summary>
internal static class BuiltFiles
{
    // Objects, and headers and modules that are compiled ahead of their users.
    private static readonly string[] CompiledExtensions = [".o", ".obj", ".lo", ".gch", ".pch", ".pcm", ".gcm"];

    private static ReadOnlySpan<byte> ElfMagic => "\u007fELF"u8;

    private static ReadOnlySpan<byte> ArchiveMagic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> ThinArchiveMagic => "!<thin>\n"u8;

    /// <summary>Removes everything that was compiled: what file names an include finds isn't in any dependency file.</summary>
    /// <param name="directory">The build directory, or a source tree with it.</param>
    /// <param name="isSource">Whether a file (its relative path) came with the source.</param>
    internal static void RemoveCompiled(string directory, Func<string, bool> isSource) => Remove(directory, isSource, IsCompiled);

    /// <summary>Removes programs and shared libraries: a library that is named by "-l" is in no list of what they were made of.</summary>
    internal static void RemoveLinked(string directory, Func<string, bool> isSource) =>
        Remove(directory, isSource, path => KindOf($"{directory}/{path}") == Kind.Linked);

    /// <summary>Removes all of both, and archives.</summary>
    internal static void RemoveAll(string directory, Func<string, bool> isSource) =>
        Remove(directory, isSource, path => IsCompiled(path) || KindOf($"{directory}/{path}") != Kind.Other);

    private static void Remove(string directory, Func<string, bool> isSource, Func<string, bool> isMeant)
    {
        // All that is meant first: the walk doesn't like a tree that changes.
        string[] paths = [.. Tree.Walk(directory, IsBuilds).Where(entry => entry.Status.IsRegular && !isSource(entry.Path) && isMeant(entry.Path)).Select(entry => entry.Path)];
        foreach (string path in paths)
            Tree.Remove($"{directory}/{path}");
    }

    private static bool IsCompiled(string path) => CompiledExtensions.Any(extension => path.EndsWith(extension, StringComparison.Ordinal));

    // CMakeFiles/3.25.1 and meson-private hold what the compilers were tried with.
    private static bool IsBuilds(string path)
    {
        string name = Path.GetFileName(path);
        return name != "meson-private" && !(path.Length > name.Length && path.EndsWith($"CMakeFiles/{name}", StringComparison.Ordinal) && char.IsAsciiDigit(name[0]));
    }

    private enum Kind
    {
        Other,
        Object,
        Archive,
        Linked,
    }

    private static Kind KindOf(string path)
    {
        const int TypeOffset = 16; // e_type, elf(5)
        if (FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return Kind.Other;
        using (file)
        {
            Span<byte> head = stackalloc byte[TypeOffset + 2];
            int length = file.ReadAt(0, head);
            if (length >= ArchiveMagic.Length && (head.StartsWith(ArchiveMagic) || head.StartsWith(ThinArchiveMagic)))
                return Kind.Archive;
            if (length < head.Length || !head.StartsWith(ElfMagic))
                return Kind.Other;
            // The byte order is the machine's in all that it can have built for itself.
            return BinaryPrimitives.ReadUInt16LittleEndian(head[TypeOffset..]) switch { 2 or 3 => Kind.Linked, _ => Kind.Object };
        }
    }
}
