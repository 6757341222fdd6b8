using System.Buffers.Binary;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Neutral;

/// <summary>Compiles that record where their files lie, and outputs in which that could not be found by looking for its text.</summary>
internal static class RecordedPaths
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const ulong CompressedSection = 0x800; // SHF_COMPRESSED

    /// <summary>How a module of LLVM's begins.</summary>
    private static ReadOnlySpan<byte> Bitcode => [(byte)'B', (byte)'C', 0xC0, 0xDE];

    /// <summary>
    /// Whether a path can reach what is written in a way that nothing finds: packed, or as a number made of it. Debug information can have paths where the
    /// user renames them; it is searched for what was left.
    /// </summary>
    internal static bool MayBeIn(Compilation compilation)
    {
        if (compilation.Stage is not (CompileStage.Object or CompileStage.Assembly))
            return true;
        if (compilation.RecordsCommandLine || compilation.LinkTime || compilation.Coverage || compilation.SplitDwarf
            || compilation.UnknownOption is not null || compilation.PrintsHeaders)
            return true;
        if (compilation.WorkingDirectoryMatters && !compilation.OnlyDebugInfoHasDirectory)
            return true;
        bool renames = false;
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.IsForInternals || HidesPaths(compilation.Arguments[argument.First]))
                return true;
            renames |= argument.Name.SequenceEqual("-ffile-prefix-map="u8) || argument.Name.SequenceEqual("-fdebug-prefix-map="u8);
        }

        // Long strings go over several lines in assembly.
        return compilation.DebugInfo && (!renames || compilation.Stage == CompileStage.Assembly);
    }

    /// <summary>Whether an output holds what can't be searched: bitcode, whose strings are packed, or compressed sections.</summary>
    internal static bool AreUnreadable(ResultMemberKind kind, ReadOnlySpan<byte> output, Compilation compilation) =>
        output.IndexOf(Bitcode) >= 0 || (compilation.DebugInfo && kind == ResultMemberKind.Object && HasCompressedSections(output));

    /// <summary>Options by which a name is made of the path of a source, or a number of what is in debug information.</summary>
    private static bool HidesPaths(ReadOnlySpan<byte> word) =>
        word.StartsWith("-funique-internal-linkage-names"u8) || word.StartsWith("-fpseudo-probe-for-profiling"u8)
        || word.StartsWith("-fdebug-types-section"u8) || word.StartsWith("-gz"u8)
        || word.StartsWith("-fembed-bitcode"u8) || word.StartsWith("-emit-llvm"u8);

    /// <summary>True too where the sections can't be told (System V ABI, "Sections"; 64-bit little-endian only).</summary>
    private static bool HasCompressedSections(ReadOnlySpan<byte> image)
    {
        if (image.Length < HeaderSize || !image.StartsWith("\x7f"u8) || !image[1..4].SequenceEqual("ELF"u8) || image[4] != 2 || image[5] != 1)
            return true;
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(image[40..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image[58..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        if (size != SectionHeaderSize || count == 0 || table > (ulong)image.Length || (ulong)(size * count) > (ulong)image.Length - table)
            return true;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = image.Slice((int)table + (i * size), size);
            if ((BinaryPrimitives.ReadUInt64LittleEndian(section[8..]) & CompressedSection) != 0)
                return true;
        }

        return image.IndexOf(".zdebug_"u8) >= 0;
    }
}
