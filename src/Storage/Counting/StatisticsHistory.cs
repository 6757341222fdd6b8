using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>What requests came to by time, by namespace and compiler, and by session; and the file format of that.</summary>
/// <remarks>
/// All integers little-endian.
/// <code>
/// history  = magic:8 version:u16 zero:6 folded:16 fineCount:u32 hourCount:u32 dayCount:u32 groupCount:u32 sessionCount:u32 zero:4
///            fine* hour* day* group* session* checksum
/// magic    = "larderHI"
/// folded   = the id of the log that was folded last, so that none is counted twice after a crash
/// fine, hour, day = bucket               of 10 seconds, an hour, a day of UTC; starts ascend
/// bucket   = start:u32 sums
/// group, session = row
/// row      = id:u64 first:u32 last:u32 sums textLength:u8 text
/// sums     = hits:u64 misses:u64 uncached:u64 saved:u64 spent:u64 bytes:u64     see <see cref="StatisticsSums"/>
/// checksum = BLAKE3 of all before:32
/// </code>
/// At most some 100 KiB. It has an id of its own, and is written before the totals: whichever of the two a folder that died had not yet written is brought up
/// to date by the next one. A larder of an earlier version folds logs without it; what they hold is then in the totals alone.
/// </remarks>
internal sealed class StatisticsHistory
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ushort Version = 1;

    /// <summary>More than anybody has compilers under use; those that were used longest ago are joined in one.</summary>
    internal const int MaxGroups = 200;

    /// <summary>Builds of the last days; older ones are forgotten.</summary>
    internal const int MaxSessions = 64;

    /// <summary>No history is longer.</summary>
    internal const int MaxSize = HeaderSize + ((FineCount + HourCount + DayCount) * BucketSize)
        + ((MaxGroups + 1 + MaxSessions) * (RowSize + StatisticsRecord.MaxText)) + Digest.Size;

    private const int FineCount = 720;
    private const int HourCount = 14 * 24;
    private const int DayCount = 400;
    private const uint HourLength = 3600;
    private const uint DayLength = 86400;

    /// <summary>A clock may be ahead of another by so much. What is further ahead happened now, or it would end the history.</summary>
    private const uint MaxAhead = 3600;

    private const int HeaderSize = 56;
    private const int BucketSize = sizeof(uint) + StatisticsSums.Size;
    private const int RowSize = 16 + StatisticsSums.Size + 1;
    private const int VersionAt = 8;
    private const int FoldedAt = 16;
    private const int CountsAt = 32;

    private readonly HistorySeries[] _series =
    [
        new(10, FineCount, FineCount * 10), new(HourLength, HourCount, HourCount * HourLength),

        // By number alone: a clock that is years ahead for a moment ends no year of days.
        new(DayLength, DayCount, 0),
    ];

    private readonly HistoryTable[] _tables = [new(MaxGroups, keepsRest: true), new(MaxSessions, keepsRest: false)];

    private static ReadOnlySpan<byte> Magic => "larderHI"u8;

    /// <summary>The id of the log folded last; zero for none.</summary>
    internal byte[] Folded { get; } = new byte[StatisticsRecord.IdSize];

    /// <summary>Spans of ten seconds.</summary>
    internal HistorySeries Fine => _series[0];

    internal HistorySeries Hours => _series[1];

    internal HistorySeries Days => _series[2];

    internal HistoryTable Groups => _tables[0];

    internal HistoryTable Sessions => _tables[1];

    /// <summary>Adds a request.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="now">Seconds since the epoch.</param>
    internal void Add(in StatisticsFacts facts, uint now)
    {
        uint time = facts.Time > (ulong)now + MaxAhead ? now : facts.Time;
        StatisticsSums sums = StatisticsSums.Of(in facts);
        Groups.Add(facts.Group, time, in sums);
        Sessions.Add(facts.Session, time, in sums);
        if (time == 0)
            return;
        foreach (HistorySeries series in _series)
            series.Add(time, in sums);
    }

    /// <summary>Says what a group or session is called. One that there isn't, and a kind of a later version, is passed over.</summary>
    internal void Name(NamedKind kind, ulong id, ReadOnlySpan<byte> text)
    {
        if (kind == NamedKind.Group)
            Groups.Name(id, text);
        else if (kind == NamedKind.Session)
            Sessions.Name(id, text);
    }

    /// <summary>Drops what is too old to be kept.</summary>
    internal void Prune(uint now)
    {
        foreach (HistorySeries series in _series)
            series.Prune(now);
    }

    /// <summary>Begins to count anew; what was when stays, and what groups are called.</summary>
    internal void Zero()
    {
        Groups.Zero();
        Sessions.Clear();
    }

    internal byte[] Encode()
    {
        byte[] room = new byte[MaxSize];
        Span<byte> bytes = room;
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[VersionAt..], Version);
        Folded.CopyTo(bytes[FoldedAt..]);
        Span<byte> counts = bytes[CountsAt..];
        int at = HeaderSize;
        foreach (HistorySeries series in _series)
        {
            WriteCount(ref counts, series.Buckets.Count);
            foreach (HistoryBucket bucket in series.Buckets)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], bucket.Start);
                bucket.Sums.Write(bytes[(at + sizeof(uint))..]);
                at += BucketSize;
            }
        }

        foreach (HistoryTable table in _tables)
        {
            WriteCount(ref counts, table.Rows.Count);
            foreach (HistoryRow row in table.Rows)
            {
                Span<byte> target = bytes[at..];
                BinaryPrimitives.WriteUInt64LittleEndian(target, row.Id);
                BinaryPrimitives.WriteUInt32LittleEndian(target[8..], row.First);
                BinaryPrimitives.WriteUInt32LittleEndian(target[12..], row.Last);
                row.Sums.Write(target[16..]);
                target[RowSize - 1] = (byte)row.Text.Length;
                row.Text.CopyTo(target[RowSize..]);
                at += RowSize + row.Text.Length;
            }
        }

        Digest.Of(bytes[..at]).CopyTo(bytes[at..]);
        return room[..(at + Digest.Size)];
    }

    /// <summary>False where the bytes are no history, or damaged.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out StatisticsHistory history)
    {
        history = new StatisticsHistory();
        if (bytes.Length < HeaderSize + Digest.Size || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes[VersionAt..]) != Version
            || Digest.Of(bytes[..^Digest.Size]) != Digest.FromBytes(bytes[^Digest.Size..]))
            return false;
        bytes.Slice(FoldedAt, StatisticsRecord.IdSize).CopyTo(history.Folded);
        ReadOnlySpan<byte> counts = bytes[CountsAt..];
        ReadOnlySpan<byte> rest = bytes[HeaderSize..^Digest.Size];
        foreach (HistorySeries series in history._series)
        {
            if (!TryReadCount(ref counts, series.Max, out uint count) || (ulong)rest.Length < (ulong)count * BucketSize)
                return false;
            for (; count > 0; count--, rest = rest[BucketSize..])
            {
                if (!series.TryAppend(new HistoryBucket(BinaryPrimitives.ReadUInt32LittleEndian(rest), StatisticsSums.Read(rest[sizeof(uint)..]))))
                    return false;
            }
        }

        foreach (HistoryTable table in history._tables)
        {
            if (!TryReadCount(ref counts, table.Max, out uint count))
                return false;
            for (; count > 0; count--)
            {
                if (!TryReadRow(ref rest, out HistoryRow row) || !table.TryAppend(in row))
                    return false;
            }
        }

        return rest.IsEmpty;
    }

    private static bool TryReadRow(ref ReadOnlySpan<byte> rest, out HistoryRow row)
    {
        row = default;
        if (rest.Length < RowSize || rest[RowSize - 1] > StatisticsRecord.MaxText || rest.Length < RowSize + rest[RowSize - 1])
            return false;
        row = new HistoryRow(
            BinaryPrimitives.ReadUInt64LittleEndian(rest),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[12..]),
            rest.Slice(RowSize, rest[RowSize - 1]).ToArray(),
            StatisticsSums.Read(rest[16..]));
        rest = rest[(RowSize + row.Text.Length)..];
        return true;
    }

    private static void WriteCount(ref Span<byte> counts, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(counts, count);
        counts = counts[sizeof(int)..];
    }

    private static bool TryReadCount(ref ReadOnlySpan<byte> counts, int max, out uint count)
    {
        count = BinaryPrimitives.ReadUInt32LittleEndian(counts);
        counts = counts[sizeof(uint)..];
        return count <= (uint)max;
    }
}
