using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>The format of the statistics log: records of one size, so that every append lies whole in one block.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// log      = header record*
/// header   = magic:8 version:u16 zero:6 id:16 sealed:u8 gathered:u8 zero:94                       128 bytes
/// magic    = "larderST"
/// sealed   = 1 from when the log is being folded                                                  see <see cref="Statistics"/>
/// gathered = 1 where the log was made of loose records                                            see <see cref="LooseRecords"/>
/// record   = mark:u16 type:u8 pairCount:u8 nameLength:u8 zero:3 checksum:u64
///            bytes:i64 files:i64 pair*8 nameAmount:u32 name:40 zero:4                             128 bytes
/// mark     = 0x534C ("LS")
/// type     = 1 delta | 2 seal | 3 the name of a loose file whose records follow
/// pair     = counter:u16 amount:u32                                                               pairCount of 8 are used
/// checksum = Checksum64 of what follows it, seeded with the 8 bytes before it
/// </code>
/// A reader that meets anything else steps on byte by byte to the next valid record: an append that a full disk cut short costs
/// itself and nothing behind it.
/// </remarks>
public static class StatisticsRecord
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ushort Version = 1;

    /// <summary>The size of the header and of each record, a divisor of every block size.</summary>
    public const int Size = 128;

    /// <summary>The longest name that is counted, in bytes.</summary>
    public const int MaxName = 40;

    internal const int IdSize = 16;

    internal const int IdAt = 16;

    internal const int SealedAt = 32;

    internal const int GatheredAt = 33;

    private const int VersionAt = 8;

    private const ushort Mark = 0x534C;
    private const byte DeltaType = 1;
    private const byte SealType = 2;
    private const byte GatheredType = 3;
    private const int MaxPairs = 8;

    private const int TypeAt = 2;
    private const int PairCountAt = 3;
    private const int NameLengthAt = 4;
    private const int ChecksumAt = 8;
    private const int BytesAt = 16;
    private const int FilesAt = 24;
    private const int PairsAt = 32;
    private const int PairSize = 6;
    private const int NameAmountAt = PairsAt + (MaxPairs * PairSize);
    private const int NameAt = NameAmountAt + 4;

    private static ReadOnlySpan<byte> Magic => "larderST"u8;

    /// <summary>Makes the header of a new log, with a random id.</summary>
    internal static void WriteHeader(Span<byte> header)
    {
        header[..Size].Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[VersionAt..], Version);
        RandomNames.Fill(header.Slice(IdAt, IdSize));
    }

    internal static bool IsHeader(ReadOnlySpan<byte> header) =>
        header.Length >= Size && header.StartsWith(Magic)
        && BinaryPrimitives.ReadUInt16LittleEndian(header[VersionAt..]) == Version;

    /// <summary>How many records a delta takes.</summary>
    internal static int CountOf(StatisticsDelta delta) =>
        Math.Max(Math.Max((delta.CounterCount + MaxPairs - 1) / MaxPairs, delta.NameCount), 1);

    /// <summary>Writes record number <paramref name="index"/> of a delta; the first carries the store's change.</summary>
    internal static void WriteDelta(Span<byte> record, StatisticsDelta delta, int index)
    {
        Begin(record, DeltaType);
        if (index == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record[BytesAt..], delta.Store.Bytes);
            BinaryPrimitives.WriteInt64LittleEndian(record[FilesAt..], delta.Store.Files);
        }

        ReadOnlySpan<(Counter Counter, uint Amount)> counters = delta.Counters;
        counters = counters[Math.Min(index * MaxPairs, counters.Length)..];
        counters = counters[..Math.Min(counters.Length, MaxPairs)];
        record[PairCountAt] = (byte)counters.Length;
        for (int i = 0; i < counters.Length; i++)
        {
            Span<byte> pair = record.Slice(PairsAt + (i * PairSize), PairSize);
            BinaryPrimitives.WriteUInt16LittleEndian(pair, (ushort)counters[i].Counter);
            BinaryPrimitives.WriteUInt32LittleEndian(pair[2..], counters[i].Amount);
        }

        if (index < delta.NameCount)
        {
            (byte[] name, uint amount) = delta.Name(index);
            record[NameLengthAt] = (byte)name.Length;
            BinaryPrimitives.WriteUInt32LittleEndian(record[NameAmountAt..], amount);
            name.CopyTo(record[NameAt..]);
        }

        End(record);
    }

    internal static void WriteSeal(Span<byte> record)
    {
        Begin(record, SealType);
        End(record);
    }

    /// <summary>Writes the record that names a loose file.</summary>
    internal static void WriteGathered(Span<byte> record, ReadOnlySpan<byte> name)
    {
        Begin(record, GatheredType);
        record[NameLengthAt] = (byte)name.Length;
        name.CopyTo(record[NameAt..]);
        End(record);
    }

    /// <summary>The loose file that a valid record names; empty where it is no such record.</summary>
    internal static ReadOnlySpan<byte> GatheredName(ReadOnlySpan<byte> validRecord) =>
        validRecord[TypeAt] == GatheredType ? validRecord.Slice(NameAt, validRecord[NameLengthAt]) : default;

    /// <summary>Tells whether a valid record stands at the start of <paramref name="record"/>.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> record)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(record) != Mark || record[PairCountAt] > MaxPairs || record[NameLengthAt] > MaxName)
            return false;
        return Checksum(record) == BinaryPrimitives.ReadUInt64LittleEndian(record[ChecksumAt..]);
    }

    internal static bool IsSeal(ReadOnlySpan<byte> validRecord) => validRecord[TypeAt] == SealType;

    /// <summary>Adds a valid record to totals.</summary>
    internal static void Fold(ReadOnlySpan<byte> record, StatisticsTotals totals)
    {
        if (record[TypeAt] != DeltaType)
            return;
        totals.Bytes += BinaryPrimitives.ReadInt64LittleEndian(record[BytesAt..]);
        totals.Files += BinaryPrimitives.ReadInt64LittleEndian(record[FilesAt..]);
        for (int i = 0; i < record[PairCountAt]; i++)
        {
            ReadOnlySpan<byte> pair = record.Slice(PairsAt + (i * PairSize), PairSize);
            totals.Add(BinaryPrimitives.ReadUInt16LittleEndian(pair), BinaryPrimitives.ReadUInt32LittleEndian(pair[2..]));
        }

        if (record[NameLengthAt] > 0)
            totals.AddNamed(record.Slice(NameAt, record[NameLengthAt]), BinaryPrimitives.ReadUInt32LittleEndian(record[NameAmountAt..]));
    }

    private static void Begin(Span<byte> record, byte type)
    {
        record[..Size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(record, Mark);
        record[TypeAt] = type;
    }

    private static void End(Span<byte> record) =>
        BinaryPrimitives.WriteUInt64LittleEndian(record[ChecksumAt..], Checksum(record));

    private static ulong Checksum(ReadOnlySpan<byte> record) =>
        Checksum64.Of(record[BytesAt..Size], BinaryPrimitives.ReadUInt64LittleEndian(record));
}
