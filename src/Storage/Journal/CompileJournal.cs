using Larder.Posix;

namespace Larder.Storage;

/// <summary>What is noted of compiles that were not hits, one record each. What a record says is its writers' affair.</summary>
/// <remarks>
/// <code>
/// record = encoding:u8 zero:u8{3} rawSize:u32 bytes           little-endian; the log "notes" of the journal holds these
/// encoding = MemberEncoding
/// </code>
/// </remarks>
public sealed class CompileJournal(LocalStore store)
{
    private const int HeaderSize = 8;

    /// <summary>Below this, compressing takes longer than it saves: notes of calls that are none for the cache, of which some take no longer than the shim itself.</summary>
    private const int SmallestCompressed = 1024;

    private readonly AppendLog _log = new(store, "notes"u8.ToArray(), store.Options.JournalSize / 2);

    /// <summary>Appends a note. False where that was not possible.</summary>
    public bool Append(ReadOnlySpan<byte> note)
    {
        if (note.Length > AppendLog.MaxRecord)
            return false;
        byte[] record = new byte[HeaderSize + Math.Max(Zstandard.Bound(note.Length), note.Length)];
        int stored = note.Length < SmallestCompressed ? -1 : Zstandard.Compress(note, record.AsSpan(HeaderSize), Zstandard.MinLevel);
        record[0] = (byte)MemberEncoding.Zstandard;
        if (stored < 0 || stored >= note.Length)
        {
            record[0] = (byte)MemberEncoding.Raw;
            note.CopyTo(record.AsSpan(HeaderSize));
            stored = note.Length;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), note.Length);
        return _log.Append(record.AsSpan(0, HeaderSize + stored));
    }

    /// <summary>The records of all notes, the oldest first, as they stand in the log.</summary>
    public List<ReadOnlyMemory<byte>> Read() => _log.Read();

    /// <summary>Those that were appended since the last call with this place; of a place that is new, all of the newer half.</summary>
    public List<ReadOnlyMemory<byte>> ReadOn(ref LogPlace place) => _log.ReadOn(ref place);

    /// <summary>The note of a record. Null where it is damaged.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> record)
    {
        if (record.Length < HeaderSize)
            return null;
        uint size = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        ReadOnlySpan<byte> stored = record[HeaderSize..];
        if (size > AppendLog.MaxRecord || size > stored.Length * EntryEnvelope.MaxExpansion)
            return null;
        if (record[0] == (byte)MemberEncoding.Raw)
            return size == stored.Length ? stored.ToArray() : null;
        byte[] note = new byte[size];
        return record[0] == (byte)MemberEncoding.Zstandard && Zstandard.Decompress(stored, note) ? note : null;
    }
}
