using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// The keys of entries that were removed, so that a later miss can be explained by it: tens of thousands of them. Several are noted at once, and nobody
/// waits for it.
/// </summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// record = time:i64 cause:u8 zero:u8{7} entry*                one of the journal's log "evicted" (<see cref="AppendLog"/>)
/// entry  = kind:u8 zero:u8{7} key:u8{32}
/// </code>
/// A record of cause "cleared" has no entries: it is about all.
/// </remarks>
public sealed class EvictionMemory(LocalStore store)
{
    /// <summary>Some 26,000 entries in each half.</summary>
    private const long Limit = 2 << 20;

    private const int HeaderSize = 16;
    private const int EntrySize = 8 + Digest.Size;

    private readonly AppendLog _log = new(store, "evicted"u8.ToArray(), Math.Min(Limit, store.Options.JournalSize));
    private readonly List<(Digest Key, EntryKind Kind)> _pending = [];

    /// <summary>Takes note of an entry that was removed; written with the next <see cref="Flush"/>.</summary>
    internal void Note(EntryKind kind, in Digest key)
    {
        if (kind is EntryKind.Manifest or EntryKind.Result && store.Options.JournalSize > 0)
            _pending.Add((key, kind));
    }

    /// <summary>Writes what was noted.</summary>
    internal void Flush(EvictionCause cause)
    {
        const int Most = 4096;
        for (int at = 0; at < _pending.Count; at += Most)
            Append(cause, _pending.GetRange(at, Math.Min(Most, _pending.Count - at)));
        _pending.Clear();
    }

    /// <summary>Everything was removed.</summary>
    internal void NoteClear() => Append(EvictionCause.Cleared, []);

    /// <summary>All that is remembered, the oldest first; one without a key is about everything.</summary>
    public List<EvictedEntry> Read()
    {
        List<EvictedEntry> entries = [];
        foreach (ReadOnlyMemory<byte> record in _log.Read())
            Decode(record.Span, entries);
        return entries;
    }

    /// <summary>Takes the entries out of a record; none where it is damaged.</summary>
    internal static void Decode(ReadOnlySpan<byte> record, List<EvictedEntry> entries)
    {
        if (record.Length < HeaderSize || (record.Length - HeaderSize) % EntrySize != 0)
            return;
        long time = BinaryPrimitives.ReadInt64LittleEndian(record);
        EvictionCause cause = (EvictionCause)record[8];
        if (cause == EvictionCause.Cleared)
            entries.Add(new EvictedEntry(default, default, cause, time));
        for (ReadOnlySpan<byte> rest = record[HeaderSize..]; !rest.IsEmpty; rest = rest[EntrySize..])
            entries.Add(new EvictedEntry(Digest.FromBytes(rest.Slice(8, Digest.Size)), (EntryKind)rest[0], cause, time));
    }

    private void Append(EvictionCause cause, List<(Digest Key, EntryKind Kind)> entries)
    {
        byte[] record = new byte[HeaderSize + (entries.Count * EntrySize)];
        BinaryPrimitives.WriteInt64LittleEndian(record, Clock.FileTime.Seconds);
        record[8] = (byte)cause;
        Span<byte> at = record.AsSpan(HeaderSize);
        foreach ((Digest key, EntryKind kind) in entries)
        {
            at[0] = (byte)kind;
            key.CopyTo(at[8..]);
            at = at[EntrySize..];
        }

        _log.Append(record);
    }
}
