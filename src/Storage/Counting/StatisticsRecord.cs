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
/// record   = mark:u16 type:u8 pairCount:u8 nameLength:u8 kind:u8 textLength:u8 zero:1 checksum:u64
///            bytes:i64 files:i64 pair*8 (nameAmount:u32 name:40 zero:4 | facts)                   128 bytes
/// mark     = 0x534C ("LS")
/// type     = 1 delta | 2 seal | 3 the name of a loose file whose records follow | 4 a text, which stands from byte 16 on
/// kind     = of a delta: 1 where facts stand in place of a name, whose length is 0 then; of a text: <see cref="NamedKind"/>
/// pair     = counter:u16 amount:u32                                                               pairCount of 8 are used
/// facts    = time:u32 reason:u16 zero:2 session:u64 group:u64 saved:u64 spent:u64 bytes:u64       see <see cref="StatisticsFacts"/>
/// text     = id:u64 text:104                                                                      textLength of them are used
/// checksum = Checksum64 of what follows it, seeded with the 8 bytes before it
/// </code>
/// Facts and texts are of later days: who doesn't know them counts such deltas as any other, and passes over texts.
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

    /// <summary>The longest name of a group or session, in bytes.</summary>
    public const int MaxText = Size - TextAt;

    internal const int IdSize = 16;

    internal const int IdAt = 16;

    internal const int SealedAt = 32;

    internal const int GatheredAt = 33;

    private const int VersionAt = 8;

    private const ushort Mark = 0x534C;
    private const byte DeltaType = 1;
    private const byte SealType = 2;
    private const byte GatheredType = 3;
    private const byte TextType = 4;
    private const byte FactsKind = 1;
    private const int MaxPairs = 8;

    private const int TypeAt = 2;
    private const int PairCountAt = 3;
    private const int NameLengthAt = 4;
    private const int KindAt = 5;
    private const int TextLengthAt = 6;
    private const int ChecksumAt = 8;
    private const int BytesAt = 16;
    private const int FilesAt = 24;
    private const int PairsAt = 32;
    private const int PairSize = 6;
    private const int NameAmountAt = PairsAt + (MaxPairs * PairSize);
    private const int NameAt = NameAmountAt + 4;
    private const int FactsAt = NameAmountAt;
    private const int IdOfTextAt = 16;
    private const int TextAt = 24;

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

    /// <summary>How many records a delta takes: facts stand in the first that has no name, texts behind all others, for they name what those have added.</summary>
    internal static int CountOf(StatisticsDelta delta) => CountOfDeltas(delta) + delta.TextCount;

    /// <summary>Writes record number <paramref name="index"/> of a delta; the first carries the store's change.</summary>
    internal static void WriteDelta(Span<byte> record, StatisticsDelta delta, int index)
    {
        if (index >= CountOfDeltas(delta))
        {
            WriteText(record, delta.Text(index - CountOfDeltas(delta)));
            return;
        }

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
        else if (index == delta.NameCount && delta.Facts.IsPresent)
        {
            record[KindAt] = FactsKind;
            Write(record[FactsAt..], delta.Facts);
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

    /// <summary>Adds a valid record to totals and to a history, where there are any.</summary>
    /// <param name="record">The record.</param>
    /// <param name="totals">Where it is counted.</param>
    /// <param name="history">Where its facts are.</param>
    /// <param name="now">Seconds since the epoch.</param>
    internal static void Fold(ReadOnlySpan<byte> record, StatisticsTotals? totals, StatisticsHistory? history, uint now)
    {
        if (totals is not null)
            Fold(record, totals);
        if (history is null)
            return;
        if (record[TypeAt] == DeltaType && record[KindAt] == FactsKind && record[NameLengthAt] == 0)
            history.Add(ReadFacts(record[FactsAt..]), now);
        else if (record[TypeAt] == TextType && record[TextLengthAt] <= MaxText)
            history.Name((NamedKind)record[KindAt], BinaryPrimitives.ReadUInt64LittleEndian(record[IdOfTextAt..]), record.Slice(TextAt, record[TextLengthAt]));
    }

    private static void Fold(ReadOnlySpan<byte> record, StatisticsTotals totals)
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

    private static int CountOfDeltas(StatisticsDelta delta) =>
        Math.Max(Math.Max((delta.CounterCount + MaxPairs - 1) / MaxPairs, delta.NameCount + (delta.Facts.IsPresent ? 1 : 0)), 1);

    private static void WriteText(Span<byte> record, in (NamedKind Kind, ulong Id, byte[] Text) named)
    {
        Begin(record, TextType);
        record[KindAt] = (byte)named.Kind;
        record[TextLengthAt] = (byte)named.Text.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(record[IdOfTextAt..], named.Id);
        named.Text.CopyTo(record[TextAt..]);
        End(record);
    }

    private static void Write(Span<byte> target, in StatisticsFacts facts)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, facts.Time);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], (ushort)facts.Reason);
        ReadOnlySpan<ulong> words = [facts.Session, facts.Group, facts.Saved, facts.Spent, facts.Bytes];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(target[(8 + (i * sizeof(ulong)))..], words[i]);
    }

    private static StatisticsFacts ReadFacts(ReadOnlySpan<byte> source)
    {
        return new StatisticsFacts(
            (Counter)BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            Word(source, 0), Word(source, 1), Word(source, 2), Word(source, 3), Word(source, 4));

        static ulong Word(ReadOnlySpan<byte> source, int index) => BinaryPrimitives.ReadUInt64LittleEndian(source[(8 + (index * sizeof(ulong)))..]);
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
