using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// The statistics of a cache directory: exact sums of what any number of processes append, with no lock and no waiting on
/// their side.
/// </summary>
/// <remarks>
/// <code>
/// stats/log          what was appended since it was begun (<see cref="StatisticsRecord"/>)
/// stats/log.sealed   a log that is being folded, or whose folder died
/// stats/totals       what was folded (<see cref="StatisticsTotals"/>), replaced as a whole
/// stats/history      the same by time and by whose it was (<see cref="StatisticsHistory"/>), replaced as a whole
/// stats/lock         flock(2): one folder at a time
/// stats/r-RANDOM     deltas on file systems without atomic appends
/// </code>
/// <para>A writer appends in one write(2) with O_APPEND, then reads the log's <c>sealed</c> byte.</para>
/// <para>A folder, holding the lock, (1) renames the log away, so that new writers begin another, (2) sets its <c>sealed</c>
/// byte, (3) appends a seal record, (4) adds everything before the first seal to the history, then to the totals, which it replaces together with the
/// log's id, (5) unlinks the log. Whoever finds a sealed log goes on from wherever its folder died: the id in each of the two tells
/// whether it was added there.</para>
/// <para>All that is for file systems on which appends follow each other. On others each delta is a file of its own
/// (<see cref="LooseRecords"/>), which a folder gathers into a sealed log.</para>
/// <para>Why a writer knows whether it was counted: if it reads the byte as 0 after its append, then the byte was set, and the
/// seal appended, later than its record, so the record is in front of the seal. If it reads 1, it looks for the seal: none, or
/// one behind its record, means counted; one in front of it means not, and it appends to the new log.</para>
/// </remarks>
public sealed partial class Statistics
{
    /// <summary>The length from which a log is folded: 512 records, which take some 50 µs to add up.</summary>
    private const int FoldThreshold = 64 * 1024;

    /// <summary>Each attempt is lost only to a fold that ended in between, so more than a few mean something else is wrong.</summary>
    private const int MaxAttempts = 100;

    /// <summary>A log has two names for a moment where it is made without unnamed files. So many looks take longer than that.</summary>
    private const int PatientAttempts = 20;

    private const int ReadSize = 64 * 1024;

    private const OpenFlags CommonFlags = OpenFlags.NonBlocking;

    private readonly LocalStore _store;
    private readonly LooseRecords _loose;

    /// <summary>The statistics of a store's directory.</summary>
    public Statistics(LocalStore store)
    {
        _store = store;
        _loose = new LooseRecords(store);
    }

    /// <summary>The number of the record that was appended last, counted from when its log was begun: one in some does more than be counted.</summary>
    public long LastNumber { get; private set; }

    private enum SealVerdict
    {
        Counted,
        TooLate,

        /// <summary>What stands there is no log (cut off, overwritten, a pipe): nobody will count it, and folding takes it away.</summary>
        NoLog,
    }

    private static ReadOnlySpan<byte> LogName => "/log"u8;

    private static ReadOnlySpan<byte> SealedName => "/log.sealed"u8;

    private static ReadOnlySpan<byte> TotalsName => "/totals"u8;

    private static ReadOnlySpan<byte> HistoryName => "/history"u8;

    private static ReadOnlySpan<byte> LockName => "/lock"u8;

    /// <summary>Seconds since the epoch, by a clock that is read without a system call.</summary>
    internal static uint Now => (uint)Math.Clamp(Clock.FileTime.Seconds, 0, uint.MaxValue);

    /// <summary>
    /// Appends a delta, which then counts exactly once, and folds the log where it has grown long. False where that was not
    /// possible (read-only, no space, no permission): the delta is lost and nothing else is.
    /// </summary>
    public bool Record(StatisticsDelta delta)
    {
        if (delta.IsEmpty)
            return true;
        if (_store.Options.ReadOnly)
            return false;

        int size = StatisticsRecord.CountOf(delta) * StatisticsRecord.Size;
        Span<byte> records = stackalloc byte[size];
        for (int i = 0; i * StatisticsRecord.Size < size; i++)
            StatisticsRecord.WriteDelta(records.Slice(i * StatisticsRecord.Size, StatisticsRecord.Size), delta, i);

        if (_store.IsRemote)
            return RecordLoose(records);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            int error = OpenLog(out FileDescriptor log);
            if (IsStrange(error) && (attempt < PatientAttempts || TryFold()))
                continue;

            // The log that was made was renamed away before it could be opened.
            if (error == Errno.NotFound)
                continue;
            if (error != Errno.None)
                return false;
            long end;
            SealVerdict verdict;
            using (log)
            {
                if (!log.WriteOnce(records))
                    return false;
                end = log.Position;
                verdict = Judge(log, end);
            }

            if (verdict == SealVerdict.TooLate || (verdict == SealVerdict.NoLog && TryFold()))
                continue;
            LastNumber = end / StatisticsRecord.Size;
            if (end > FoldThreshold)
                TryFold();
            return true;
        }

        return false;
    }

    private bool RecordLoose(ReadOnlySpan<byte> records)
    {
        if (!_loose.Write(records, out byte random))
            return false;
        LastNumber = random;
        if (random % LooseRecords.FoldInterval == 0)
            TryFold();
        return true;
    }

    /// <summary>Reads the statistics as of one moment. Where they can't be read, all is zero.</summary>
    public StatisticsSnapshot Read()
    {
        StatisticsTotals totals = new();
        StatisticsHistory history = new();
        bool known = false;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            known = ReadTotals(out totals);
            Digest before = IdOf(totals);

            // After the totals: so it is never behind them, and what it is ahead by has an id of its own.
            history = ReadHistory();

            // Before the log that may have gathered them meanwhile, and says so.
            List<(byte[] Name, byte[] Records)> loose = _loose.Read();

            // In this order: a log that is sealed between the two opens is found twice, and told apart by its id; the other way
            // round it could be missed. One that is folded meanwhile changes the totals.
            FileDescriptor log = OpenForReading(LogName);
            FileDescriptor sealedLog = OpenForReading(SealedName);
            using (log)
            using (sealedLog)
            {
                AddLogs(totals, history, log, sealedLog);
                LooseRecords.Add(loose, LooseRecords.GatheredIn(sealedLog), totals, history);
            }

            ReadTotals(out StatisticsTotals after);
            if (IdOf(after) == before)
                break;
        }

        history.Prune(Now);
        return new StatisticsSnapshot(totals, history, known);
    }

    /// <summary>Tells whether a record that ends at <paramref name="end"/> is, or will be, counted with this log.</summary>
    private static SealVerdict Judge(FileDescriptor log, long end)
    {
        Span<byte> header = stackalloc byte[StatisticsRecord.Size];
        if (log.ReadAt(0, header) != header.Length || !StatisticsRecord.IsHeader(header))
            return SealVerdict.NoLog;
        if (header[StatisticsRecord.SealedAt] == 0)
            return SealVerdict.Counted;
        long sealAt = AddRecords(log, totals: null, history: null);
        return sealAt < 0 || end <= sealAt ? SealVerdict.Counted : SealVerdict.TooLate;
    }

    /// <summary>Adds the records in front of the first seal. Where that seal stands, or -1 where there is none.</summary>
    private static long AddRecords(FileDescriptor log, StatisticsTotals? totals, StatisticsHistory? history)
    {
        uint now = Now;
        byte[] buffer = GC.AllocateUninitializedArray<byte>(ReadSize);
        int kept = 0;
        long offset = StatisticsRecord.Size;
        while (true)
        {
            // The buffer holds the file from offset on.
            int read = log.ReadAt(offset + kept, buffer.AsSpan(kept));
            int filled = kept + Math.Max(read, 0);
            int at = 0;
            while (filled - at >= StatisticsRecord.Size)
            {
                ReadOnlySpan<byte> record = buffer.AsSpan(at, StatisticsRecord.Size);
                if (!StatisticsRecord.IsValid(record))
                {
                    at++;
                    continue;
                }

                if (StatisticsRecord.IsSeal(record))
                    return offset + at;
                StatisticsRecord.Fold(record, totals, history, now);
                at += StatisticsRecord.Size;
            }

            if (read <= 0)
                return -1;
            kept = filled - at;
            buffer.AsSpan(at, kept).CopyTo(buffer);
            offset += at;
        }
    }

    private static void AddLogs(StatisticsTotals totals, StatisticsHistory history, FileDescriptor log, FileDescriptor sealedLog)
    {
        bool hasSealed = TryReadId(sealedLog, out Digest sealedId);
        if (hasSealed)
            AddLog(totals, history, sealedLog, in sealedId);
        if (TryReadId(log, out Digest id) && !(hasSealed && id == sealedId))
            AddLog(totals, history, log, in id);
    }

    /// <summary>Adds a log to whichever it isn't in. Where its seal stands, or -1.</summary>
    private static long AddLog(StatisticsTotals totals, StatisticsHistory history, FileDescriptor log, in Digest id) =>
        AddRecords(log, id == IdOf(totals) ? null : totals, id == Padded(history.Folded) ? null : history);

    /// <summary>A log's id, padded to a digest for comparing. False where the file is no log.</summary>
    private static bool TryReadId(FileDescriptor log, out Digest id)
    {
        id = default;
        if (!log.IsOpen)
            return false;
        Span<byte> header = stackalloc byte[StatisticsRecord.Size];
        if (log.ReadAt(0, header) != header.Length || !StatisticsRecord.IsHeader(header))
            return false;
        id = Padded(header.Slice(StatisticsRecord.IdAt, StatisticsRecord.IdSize));
        return true;
    }

    private static Digest IdOf(StatisticsTotals totals) => Padded(totals.Folded);

    private static Digest Padded(ReadOnlySpan<byte> id)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        bytes.Clear();
        id.CopyTo(bytes);
        return Digest.FromBytes(bytes);
    }

    /// <summary>Takes away what stands where a file of ours belongs.</summary>
    private bool RemoveStrange(ReadOnlySpan<byte> path) => _store.Place.Remove(path) is Errno.None or Errno.NotFound;

    /// <summary>
    /// Opens a file that is written in place. ELOOP where it isn't ours alone: what has a second name could be anybody's file, and what was appended
    /// would stand in it.
    /// </summary>
    private int OpenOwn(ReadOnlySpan<byte> path, OpenFlags flags, out FileDescriptor file)
    {
        int error = _store.Place.Open(path, flags, out file);
        if (error != Errno.None || (file.Stat(out FileStatus status) == Errno.None && status.LinkCount <= 1 && _store.Place.IsSound(in status)))
            return error;
        file.Dispose();
        file = FileDescriptor.None;
        return Errno.TooManyLinks;
    }

    /// <summary>Whether an error of opening says that something else stands there: a link, a directory, a socket.</summary>
    private static bool IsStrange(int error) => error is Errno.TooManyLinks or Errno.IsADirectory or Errno.NoSuchDevice;

    private bool ReadTotals(out StatisticsTotals totals)
    {
        totals = new StatisticsTotals();
        FileDescriptor file = OpenForReading(TotalsName);
        if (!file.IsOpen)
            return false;
        using (file)
        {
            byte[]? bytes = file.ReadToEnd(out _, StatisticsTotals.MaxSize);
            if (bytes is not null && StatisticsTotals.TryDecode(bytes, out StatisticsTotals read))
            {
                totals = read;
                return true;
            }
        }

        return false;
    }

    /// <summary>The history; a new one where there is none, or it is damaged.</summary>
    private StatisticsHistory ReadHistory()
    {
        FileDescriptor file = OpenForReading(HistoryName);
        if (!file.IsOpen)
            return new StatisticsHistory();
        using (file)
        {
            byte[]? bytes = file.ReadToEnd(out _, StatisticsHistory.MaxSize);
            return bytes is not null && StatisticsHistory.TryDecode(bytes, out StatisticsHistory history) ? history : new StatisticsHistory();
        }
    }

    private int OpenLog(out FileDescriptor log)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, LogName);
        Span<byte> header = stackalloc byte[StatisticsRecord.Size];
        const OpenFlags flags = OpenFlags.ReadWrite | OpenFlags.Append | CommonFlags;
        int error = OpenOwn(path.Bytes, flags, out log);
        if (error != Errno.NotFound)
            return error;

        // One attempt for each header: a second log with the same id would be taken for one that is folded already, and be lost.
        StatisticsRecord.WriteHeader(header);
        WriteOutcome made = _store.Publisher.Publish(path.Bytes[..^LogName.Length], path.Bytes, header, default, replace: false, out _);
        return made.IsPresent ? OpenOwn(path.Bytes, flags, out log) : made.Error;
    }

    private FileDescriptor OpenForReading(ReadOnlySpan<byte> name)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, name);
        EntryFile.Open(_store.Place, path.Bytes, out FileDescriptor file, out _, out _);
        return file;
    }

    private void AppendPath(scoped ref PathText path, ReadOnlySpan<byte> name)
    {
        path.Append(_store.Root);
        path.Append(StoreLayout.Statistics);
        path.Append(name);
    }
}
