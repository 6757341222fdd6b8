using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Sketches of the texts that compiles read, by the digests of their contents, each written once as far as that is known.
/// </summary>
/// <remarks>
/// <code>
/// journal/lines, lines.1   records, each a <see cref="LineSketch"/>
/// journal/known            tag:u64{65536}: at the slot that a digest's third and fourth bytes number stands what follows them, where its sketch was written
/// </code>
/// Another text's tag may push one out, and a half of the log that is dropped takes its sketches along: then a line number is missing from an explanation.
/// What is written twice for the first reason costs some room.
/// </remarks>
public sealed class LineMemory(LocalStore store)
{
    /// <summary>Beyond this a text is made by a program, and nobody asks for its lines.</summary>
    private const long MaxText = 4 << 20;

    /// <summary>Where there is less room than this, it is for notes alone: the table of what is known takes half a megabyte.</summary>
    private const long LeastJournal = 1 << 20;

    /// <summary>A part of what the journal may take.</summary>
    private const int Share = 4;

    private const int Slots = 65536;

    private readonly AppendLog _log = new(store, "lines"u8.ToArray(), store.Options.JournalSize / Share);
    private FileDescriptor _known = FileDescriptor.None;
    private bool _isOpened;

    /// <summary>Whether sketches are kept at all.</summary>
    public bool IsKept => store.Options is { JournalSize: >= LeastJournal, ReadOnly: false } && !store.IsRemote;

    /// <summary>Whether the sketch of a text was written before.</summary>
    public bool Has(in Digest content)
    {
        (long at, ulong tag) = SlotOf(in content);
        Span<byte> found = stackalloc byte[sizeof(ulong)];
        return OpenKnown().IsOpen && _known.ReadAt(at, found) == found.Length && BinaryPrimitives.ReadUInt64LittleEndian(found) == tag;
    }

    /// <summary>Writes the sketch of a text.</summary>
    public void Add(LineSketch sketch)
    {
        if (!_log.Append(sketch.Encode()) || !OpenKnown().IsOpen)
            return;
        (long at, ulong tag) = SlotOf(sketch.Content);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, tag);
        _known.WriteAt(at, bytes);
    }

    /// <summary>The sketch of what a path leads to; null where that is another text by now, no plain file, or too long.</summary>
    public static LineSketch? TryRead(ReadOnlySpan<byte> path, in Digest content)
    {
        // Whatever stands there meanwhile, nobody waits for it.
        if (FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
        {
            if (file.Stat(out FileStatus status) != Errno.None || !status.IsRegular || status.Size > MaxText
                || file.ReadToEnd(out _, MaxText) is not { } text || Digest.Of(text) != content)
                return null;
            return LineSketch.Of(in content, text);
        }
    }

    /// <summary>All sketches that are there.</summary>
    public Dictionary<Digest, LineSketch> Read()
    {
        Dictionary<Digest, LineSketch> sketches = [];
        foreach (ReadOnlyMemory<byte> record in _log.Read())
        {
            if (LineSketch.Decode(record) is { } sketch)
                sketches[sketch.Content] = sketch;
        }

        return sketches;
    }

    /// <summary>Closes what was opened.</summary>
    public void Close()
    {
        _known.Dispose();
        (_known, _isOpened) = (FileDescriptor.None, false);
    }

    private FileDescriptor OpenKnown()
    {
        if (_isOpened)
            return _known;
        _isOpened = true;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        path.Append(store.Root);
        path.Append(StoreLayout.Journal);
        path.Append("/known"u8);
        ReadOnlySpan<byte> directory = path.Bytes[..path.Bytes.LastIndexOf((byte)'/')];
        if (store.Publisher.OpenOrMake(directory, path.Bytes, OpenFlags.ReadWrite | OpenFlags.NonBlocking, out FileDescriptor file) != Errno.None)
            return _known;
        if (file.Stat(out FileStatus status) == Errno.None && status.LinkCount <= 1 && store.Place.IsSound(in status))
            _known = file;
        else
            file.Dispose();
        return _known;
    }

    private static (long At, ulong Tag) SlotOf(in Digest content)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        content.CopyTo(bytes);
        return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) % Slots * sizeof(ulong), BinaryPrimitives.ReadUInt64LittleEndian(bytes[4..]) | 1);
    }
}
