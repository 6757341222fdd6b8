using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>The folded statistics, and their file format.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// totals   = magic:8 version:u16 zero:6 folded:16 zeroed:i64 bytes:i64 files:i64 counterCount:u32 nameCount:u32
///            counter* name* checksum
/// magic    = "larderTO"
/// folded   = the id of the log that was folded last, so that none is counted twice after a crash
/// zeroed   = when the counters were last set to zero: seconds since the epoch, 0 for never
/// counter  = id:u16 value:u64
/// name     = length:u8 bytes value:u64
/// checksum = BLAKE3 of all before:32
/// </code>
/// </remarks>
internal sealed class StatisticsTotals
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ushort Version = 1;

    /// <summary>More distinct option names than any compiler has under use; what is beyond is counted as "other".</summary>
    internal const int MaxNames = 500;

    /// <summary>More than there are counters in this and any later version; unknown ones are kept.</summary>
    internal const int MaxCounters = 1024;

    /// <summary>No totals are longer.</summary>
    internal const int MaxSize = HeaderSize + (MaxCounters * CounterSize)
        + ((MaxNames + 1) * (StatisticsRecord.MaxName + 1 + sizeof(ulong))) + Digest.Size;

    private const int HeaderSize = 64;
    private const int CounterSize = sizeof(ushort) + sizeof(ulong);
    private const int VersionAt = 8;
    private const int FoldedAt = 16;
    private const int ZeroedAt = 32;
    private const int BytesAt = 40;
    private const int FilesAt = 48;
    private const int CounterCountAt = 56;
    private const int NameCountAt = 60;

    private static ReadOnlySpan<byte> Magic => "larderTO"u8;

    internal static ReadOnlySpan<byte> OtherName => "other"u8;

    /// <summary>The id of the log folded last; empty for none.</summary>
    internal byte[] Folded { get; set; } = new byte[StatisticsRecord.IdSize];

    internal long Zeroed { get; set; }

    internal long Bytes { get; set; }

    internal long Files { get; set; }

    internal List<(ushort Id, ulong Value)> Counters { get; } = [];

    internal List<(byte[] Name, ulong Value)> Names { get; } = [];

    internal void Add(ushort id, ulong amount)
    {
        for (int i = 0; i < Counters.Count; i++)
        {
            if (Counters[i].Id == id)
            {
                Counters[i] = (id, Counters[i].Value + amount);
                return;
            }
        }

        if (Counters.Count < MaxCounters)
            Counters.Add((id, amount));
    }

    internal void AddNamed(ReadOnlySpan<byte> name, ulong amount)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (name.SequenceEqual(Names[i].Name))
            {
                Names[i] = (Names[i].Name, Names[i].Value + amount);
                return;
            }
        }

        if (Names.Count < MaxNames || name.SequenceEqual(OtherName))
            Names.Add((name.ToArray(), amount));
        else
            AddNamed(OtherName, amount);
    }

    internal byte[] Encode()
    {
        int size = HeaderSize + (Counters.Count * CounterSize) + Digest.Size;
        foreach ((byte[] name, _) in Names)
            size += 1 + name.Length + sizeof(ulong);

        byte[] file = new byte[size];
        Span<byte> bytes = file;
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[VersionAt..], Version);
        Folded.CopyTo(bytes[FoldedAt..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[ZeroedAt..], Zeroed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[BytesAt..], Bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FilesAt..], Files);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[CounterCountAt..], Counters.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[NameCountAt..], Names.Count);
        int at = HeaderSize;
        foreach ((ushort id, ulong value) in Counters)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], id);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(at + sizeof(ushort))..], value);
            at += CounterSize;
        }

        foreach ((byte[] name, ulong value) in Names)
        {
            bytes[at++] = (byte)name.Length;
            name.CopyTo(bytes[at..]);
            at += name.Length;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], value);
            at += sizeof(ulong);
        }

        Digest.Of(bytes[..at]).CopyTo(bytes[at..]);
        return file;
    }

    /// <summary>False where the bytes are no totals, or damaged.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out StatisticsTotals totals)
    {
        totals = new StatisticsTotals();
        if (bytes.Length < HeaderSize + Digest.Size || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes[VersionAt..]) != Version
            || Digest.Of(bytes[..^Digest.Size]) != Digest.FromBytes(bytes[^Digest.Size..]))
            return false;

        uint counters = BinaryPrimitives.ReadUInt32LittleEndian(bytes[CounterCountAt..]);
        uint names = BinaryPrimitives.ReadUInt32LittleEndian(bytes[NameCountAt..]);
        if (counters > MaxCounters || names > MaxNames + 1)
            return false;
        bytes.Slice(FoldedAt, StatisticsRecord.IdSize).CopyTo(totals.Folded);
        totals.Zeroed = BinaryPrimitives.ReadInt64LittleEndian(bytes[ZeroedAt..]);
        totals.Bytes = BinaryPrimitives.ReadInt64LittleEndian(bytes[BytesAt..]);
        totals.Files = BinaryPrimitives.ReadInt64LittleEndian(bytes[FilesAt..]);

        ReadOnlySpan<byte> rest = bytes[HeaderSize..^Digest.Size];
        for (; counters > 0; counters--)
        {
            if (rest.Length < CounterSize)
                return false;
            totals.Counters.Add((
                BinaryPrimitives.ReadUInt16LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ushort)..])));
            rest = rest[CounterSize..];
        }

        for (; names > 0; names--)
        {
            if (rest.IsEmpty || rest[0] > StatisticsRecord.MaxName || rest.Length < 1 + rest[0] + sizeof(ulong))
                return false;
            totals.Names.Add((
                rest.Slice(1, rest[0]).ToArray(), BinaryPrimitives.ReadUInt64LittleEndian(rest[(1 + rest[0])..])));
            rest = rest[(1 + rest[0] + sizeof(ulong))..];
        }

        return rest.IsEmpty;
    }
}
