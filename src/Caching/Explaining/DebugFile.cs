using System.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Explaining;

/// <summary>
/// The setting <c>debug</c>: beside an object, what it was looked up by, a line for each input, so that two of them can be compared by eye or by diff.
/// <code>
/// # larder: what OBJECT was looked up by
/// id        1f2e3d4c
/// ended     miss
/// key       HEX
/// option    -O2
/// source    x.c  HEX
/// </code>
/// </summary>
internal static class DebugFile
{
    private const uint NewFileMode = 0x1B6; // 0666

    private const int LabelWidth = 20;

    private static ReadOnlySpan<byte> Suffix => ".larder-debug"u8;

    /// <summary>Takes it away; relative paths count from here.</summary>
    internal static void Remove(Compilation compilation)
    {
        if (compilation.WritesOutput)
            FileSystem.Unlink(ByteString.Concat(compilation.OutputPath, Suffix));
    }

    internal static void Write(Compilation compilation, CompileNote note)
    {
        // Not beside /dev/null.
        if (FileSystem.Stat(note.Absolute(compilation.OutputPath), out FileStatus output) == Errno.None && !output.IsRegular)
            return;
        StringBuilder text = new();
        text.Append("# larder: what ").Append(Shown(compilation.OutputPath)).Append(" was looked up by\n");
        Add(text, "id", Shown(note.Id));
        Add(text, "ended", ReasonNames.Of(note.Reason) + (note.Detail.Length > 0 ? " " + Shown(note.Detail) : string.Empty));
        Add(text, "look-up", note.Cause.ToString() + (note.Changed.Length > 0 ? " " + Shown(note.Changed) : string.Empty));
        Add(text, "directory", Shown(note.Directory));
        Add(text, "compiler", Shown(note.Compiler) + "  " + Shown(note.Version));
        foreach (byte[] word in note.Arguments)
            Add(text, "word", Shown(word));
        Add(text, "key", note.ManifestKey.ToString());
        AddParts(text, "  ", note.Parts);
        AddParts(text, "~ ", note.NeutralParts);
        if (note.Result != default)
        {
            Add(text, "stored under", note.StoredUnder.ToString());
            Add(text, "result", note.Result.ToString());
        }

        byte[] path = note.Absolute(ByteString.Concat(compilation.OutputPath, Suffix));
        if (FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NonBlocking, out FileDescriptor file, NewFileMode) != Errno.None)
            return;
        using (file)
            file.WriteAll(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void AddParts(StringBuilder text, string indent, List<KeyEntry> parts)
    {
        foreach (KeyEntry part in parts)
        {
            Add(text, indent + ByteString.Show(part.Label), part.Content is { } content ? part.ShownValue + "  " + content : part.ShownValue);
        }
    }

    private static void Add(StringBuilder text, string label, string value) =>
        text.Append(label.PadRight(LabelWidth)).Append(' ').Append(value).Append('\n');

    private static string Shown(ReadOnlySpan<byte> bytes) => ByteText.Show(bytes);
}
