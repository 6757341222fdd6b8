using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// A log of records of any length that any number of processes append to without waiting, and that is kept small: what is older than the last two
/// halves is gone. A record that can't be appended is lost, and nothing else is.
/// </summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// journal/NAME     the records since it was begun
/// journal/NAME.1   those of the half before
/// log      = record*
/// record   = mark:8 size:u32 zero:u32 checksum:u64 body:u8{size} pad:u8{0-7}     padded with zeros to a multiple of 8
/// mark     = "larderJ" 0x0a
/// checksum = Checksum64 of body and pad, seeded with size
/// </code>
/// Each record is appended in one write(2) with O_APPEND. A reader that meets anything else goes on at the next mark whose record is whole. Who finds
/// the log longer than half of what it may be renames it, under a lock on that very file, if it is still the one that has the name.
/// </remarks>
internal sealed class AppendLog(LocalStore store, byte[] name, long limit)
{
    /// <summary>A compile's words and parts take a few KiB; who has more is cut off by whoever writes.</summary>
    internal const int MaxRecord = 4 << 20;

    /// <summary>What is read of a log, should somebody else have made it longer.</summary>
    private const long MaxRead = 1 << 30;

    private const int HeaderSize = 24;

    /// <summary>No half gets longer than what is read of it.</summary>
    private readonly long _limit = Math.Min(limit, MaxRead);

    private static ReadOnlySpan<byte> Mark => "larderJ\n"u8;

    private static ReadOnlySpan<byte> OlderSuffix => ".1"u8;

    /// <summary>Appends a record. False where that was not possible.</summary>
    internal bool Append(ReadOnlySpan<byte> body)
    {
        if (_limit <= 0 || body.Length > MaxRecord || store.Options.ReadOnly || store.IsRemote)
            return false;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path);
        ReadOnlySpan<byte> directory = path.Bytes[..path.Bytes.LastIndexOf((byte)'/')];
        const OpenFlags flags = OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.NonBlocking;
        if (store.Publisher.OpenOrMake(directory, path.Bytes, flags, out FileDescriptor log) != Errno.None)
            return false;
        using (log)
        {
            if (log.Stat(out FileStatus status) != Errno.None || status.LinkCount > 1 || status.Size > _limit || !store.Place.IsSound(in status) || !log.WriteOnce(Encode(body)))
                return false;
            if (status.Size > _limit / 2)
                Turn(log, path.Bytes);
        }

        return true;
    }

    /// <summary>All records that are whole, the oldest first.</summary>
    internal List<ReadOnlyMemory<byte>> Read()
    {
        List<ReadOnlyMemory<byte>> records = [];
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path);
        int length = path.Bytes.Length;
        path.Append(OlderSuffix);
        Read(path.Bytes, records);
        path.CutTo(length);
        Read(path.Bytes, records);
        return records;
    }

    /// <summary>The records that were appended since the last call with this place, which is moved on; at first, and where another half was begun, all of the newer half.</summary>
    internal List<ReadOnlyMemory<byte>> ReadOn(ref LogPlace place)
    {
        List<ReadOnlyMemory<byte>> records = [];
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path);
        if (EntryFile.Open(store.Place, path.Bytes, out FileDescriptor file, out FileStatus status, out _) != ReadState.Found)
            return records;
        using (file)
        {
            if (place.Inode != status.Inode || place.Offset > status.Size)
                place = new LogPlace(status.Inode, 0);
            byte[] bytes = new byte[Math.Min(status.Size - place.Offset, MaxRead)];
            int length = Math.Max(file.ReadAt(place.Offset, bytes), 0);
            int end = Decode(bytes.AsMemory(0, length), records);
            place = place with { Offset = place.Offset + end };
        }

        return records;
    }

    /// <summary>Takes the records out of what was read of a log. Where the last one ends.</summary>
    internal static int Decode(ReadOnlyMemory<byte> log, List<ReadOnlyMemory<byte>> records)
    {
        ReadOnlySpan<byte> bytes = log.Span;
        int at = 0;
        int end = 0;
        while (true)
        {
            int next = bytes[at..].IndexOf(Mark);
            if (next < 0 || bytes.Length - (at += next) < HeaderSize)
                return end;
            int size = SizeAt(bytes[at..]);
            if (size < 0)
            {
                at++;
                continue;
            }

            records.Add(log.Slice(at + HeaderSize, size));
            at += HeaderSize + Padded(size);
            end = at;
        }
    }

    /// <summary>Encodes a record.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> body)
    {
        byte[] record = new byte[HeaderSize + Padded(body.Length)];
        Mark.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), body.Length);
        body.CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(16), Checksum64.Of(record.AsSpan(HeaderSize), (ulong)body.Length));
        return record;
    }

    /// <summary>The size of the record that begins there; -1 where none does, or not the whole of it.</summary>
    private static int SizeAt(ReadOnlySpan<byte> bytes)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (size > MaxRecord || Padded((int)size) > bytes.Length - HeaderSize)
            return -1;
        ulong checksum = Checksum64.Of(bytes.Slice(HeaderSize, Padded((int)size)), size);
        return checksum == BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) ? (int)size : -1;
    }

    private static int Padded(int size) => (size + 7) & ~7;

    private void Read(ReadOnlySpan<byte> path, List<ReadOnlyMemory<byte>> records)
    {
        if (EntryFile.Open(store.Place, path, out FileDescriptor file, out _, out _) != ReadState.Found)
            return;
        using (file)
        {
            if (file.ReadToEnd(out _, MaxRead) is { } bytes)
                Decode(bytes, records);
        }
    }

    /// <summary>Begins another half.</summary>
    private void Turn(FileDescriptor log, ReadOnlySpan<byte> path)
    {
        if (!log.TryLockExclusive() || FileSystem.LinkStat(path, out FileStatus named) != Errno.None || log.Stat(out FileStatus own) != Errno.None || !named.IsSameFileAs(in own))
            return;
        store.Place.Rename(path, ByteString.Concat(ByteString.FileName(path), OlderSuffix));
    }

    private void AppendPath(scoped ref PathText path)
    {
        path.Append(store.Root);
        path.Append(StoreLayout.Journal);
        path.Append((byte)'/');
        path.Append(name);
    }
}
