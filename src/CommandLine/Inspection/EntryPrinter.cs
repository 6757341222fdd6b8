using System.Buffers.Binary;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Inspection;

/// <summary>
/// Prints an entry's file. Both of the store's formats (<see cref="EntryEnvelope"/>, <see cref="ResultFormat"/>) begin alike:
/// magic:8 version:u16 kind:u8, and the key at offset 32; by that a file is known wherever it stands.
/// </summary>
internal static class EntryPrinter
{
    private const int VersionAt = 8;
    private const int KindAt = 10;
    private const int KeyAt = 32;

    /// <summary>False, with the complaint printed, where the file can't be read, is no entry, or is damaged.</summary>
    internal static bool Print(byte[] path, CommandContext context)
    {
        string shown = ByteText.Show(path);
        if (FileSystem.ReadAll(path, out int error) is not { } file)
        {
            context.Complain($"inspect: {shown}: {Errno.Describe(error)}");
            return false;
        }

        if (file.Length < KeyAt + Digest.Size || !file.AsSpan().StartsWith(EntryEnvelope.Magic))
        {
            context.Complain($"inspect: {shown}: no entry of a larder cache (a result, a manifest, a toolchain or a precompiled header)");
            return false;
        }

        EntryKind kind = (EntryKind)file[KindAt];
        Digest key = Digest.FromBytes(file.AsSpan(KeyAt));
        PrintHead(path, file, kind, key, context.Output);
        bool isWhole = kind switch
        {
            EntryKind.Result => ResultPrinter.Print(file, key, context.Output),
            EntryKind.Manifest => TryOpen(file, kind, key, out ReadOnlyMemory<byte> payload)
                && ManifestPrinter.Print(payload.Span, context.Output),
            EntryKind.Toolchain => TryOpen(file, kind, key, out ReadOnlyMemory<byte> payload)
                && ToolchainPrinter.Print(payload.Span, context.Output),
            EntryKind.PrecompiledHeader => TryOpen(file, kind, key, out ReadOnlyMemory<byte> payload)
                && PrecompiledHeaderPrinter.Print(payload.Span, context.Output),
            _ => false,
        };
        if (!isWhole)
            context.Complain($"inspect: {shown}: damaged, or of another version of larder; a look-up takes it for absent");
        return IsUnderItsName(path, kind, key, context) && isWhole;
    }

    private static bool TryOpen(byte[] file, EntryKind kind, in Digest key, out ReadOnlyMemory<byte> payload) =>
        EntryEnvelope.TryDecode(file, kind, key, out payload);

    private static void PrintHead(byte[] path, byte[] file, EntryKind kind, Digest key, TextWriter output)
    {
        string name = kind switch
        {
            EntryKind.Result => "Result",
            EntryKind.Manifest => "Manifest",
            EntryKind.Toolchain => "Toolchain",
            EntryKind.PrecompiledHeader => "Precompiled header",
            _ => "Entry of unknown kind " + ((int)kind).ToString(),
        };
        output.WriteLine($"{name} {key}");
        output.WriteLine($"  file       {ByteText.Show(path)}");
        output.WriteLine($"  format     {BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(VersionAt))}");
        output.WriteLine($"  size       {Quantity.Bytes(file.Length)}");
        if (FileSystem.Stat(path, out FileStatus status) == Errno.None)
            output.WriteLine($"  last used  {Quantity.Time(status.Modified.Seconds)}, to the hour");
    }

    /// <summary>An entry under another's name is never served. A file of any other name is a copy that somebody made.</summary>
    private static bool IsUnderItsName(byte[] path, EntryKind kind, Digest key, CommandContext context)
    {
        if (!StoreLayout.TryParseEntryName(ByteString.FileName(path), out EntryKind named, out Digest name)
            || (named == kind && name == key))
            return true;
        context.Complain($"inspect: {ByteText.Show(path)}: stands under another entry's name; a look-up takes it for absent");
        return false;
    }
}
