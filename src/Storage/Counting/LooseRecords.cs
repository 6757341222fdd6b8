using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Deltas in files of their own, for file systems on which an append may overwrite another host's, and what was written may be seen late. What
/// they need is that a file appears whole under a name that nobody else has, and disappears.
/// </summary>
/// <remarks>
/// <code>
/// stats/r-RANDOM     record*                          the records of one delta (<see cref="StatisticsRecord"/>), never changed
/// stats/log.sealed   header (name record*)* seal      a log that was gathered from such files; it appears whole
/// </code>
/// <para>A folder, holding the lock, (1) publishes the sealed log, in which each file's name stands before its records, (2) unlinks these files, (3) adds
/// the records to the totals, which it replaces together with the log's id, (4) unlinks the log. Whoever finds such a log begins at step 2, which does
/// no harm twice; the id says whether step 3 happened.</para>
/// <para>A reader reads the files first and the log then, and leaves out what the log names. Where the totals have another id by then, it begins again.</para>
/// <para>Where locks hold on one host only (nolock), two folders may meet: one of them publishes the log, for it is published only where there is none, and
/// both make the same totals of it.</para>
/// </remarks>
internal sealed class LooseRecords(LocalStore store)
{
    /// <summary>One delta in so many has its writer fold: more files would make each look at the totals slow.</summary>
    internal const int FoldInterval = 16;

    /// <summary>What is gathered at once. More stay for the next time.</summary>
    private const int MaxGathered = 512;

    /// <summary>One delta has no more: <see cref="StatisticsDelta.MaxNames"/> of them have a name each.</summary>
    private const int MaxFileSize = StatisticsDelta.MaxCounters * StatisticsRecord.Size;

    private const int RandomLength = 32;

    private static ReadOnlySpan<byte> Prefix => "r-"u8;

    /// <summary>Writes a delta's records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="random">A random number.</param>
    internal bool Write(ReadOnlySpan<byte> records, out byte random)
    {
        Span<byte> name = stackalloc byte[Prefix.Length + RandomLength];
        Prefix.CopyTo(name);
        RandomNames.Fill(name[Prefix.Length..]);
        random = (byte)(name[^1] ^ (name[^2] << 4));
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        int length = AppendPath(ref path, name);
        return store.Publisher.Publish(path.Bytes[..(length - 1)], path.Bytes, records, default, replace: false, out _).IsPresent;
    }

    /// <summary>All that there are, with their names.</summary>
    internal List<(byte[] Name, byte[] Records)> Read()
    {
        List<(byte[] Name, byte[] Records)> found = [];
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        int length = AppendPath(ref path, default);
        if (store.Place.List(path.Bytes[..(length - 1)], out DirectoryReader reader) != Errno.None)
            return found;
        using (reader)
        {
            while (reader.Read())
            {
                if (!IsName(reader.Name))
                    continue;
                path.CutTo(length);
                path.Append(reader.Name);

                // One that is gone was gathered meanwhile: the log says so, or the totals have changed. One that can't be read stays.
                if (EntryFile.Open(store.Place, path.Bytes, out FileDescriptor file, out _, out _) != ReadState.Found)
                    continue;
                using (file)
                {
                    if (file.ReadToEnd(out _, MaxFileSize) is { } records)
                        found.Add((reader.Name.ToArray(), records));
                }
            }
        }

        return found;
    }

    /// <summary>Adds records to totals and history, but those of files that are named.</summary>
    internal static void Add(List<(byte[] Name, byte[] Records)> loose, List<byte[]> without, StatisticsTotals totals, StatisticsHistory history)
    {
        uint now = Statistics.Now;
        foreach ((byte[] name, byte[] records) in loose)
        {
            if (Holds(without, name))
                continue;
            for (int at = 0; at + StatisticsRecord.Size <= records.Length; at += StatisticsRecord.Size)
            {
                ReadOnlySpan<byte> record = records.AsSpan(at, StatisticsRecord.Size);
                if (StatisticsRecord.IsValid(record))
                    StatisticsRecord.Fold(record, totals, history, now);
            }
        }
    }

    /// <summary>Whether a log is one of gathered records.</summary>
    internal static bool IsGathered(FileDescriptor log)
    {
        Span<byte> header = stackalloc byte[StatisticsRecord.Size];
        return log.IsOpen && log.ReadAt(0, header) == header.Length && StatisticsRecord.IsHeader(header) && header[StatisticsRecord.GatheredAt] == 1;
    }

    /// <summary>The names of the files that a log was gathered from; none where it is another log, or none.</summary>
    internal static List<byte[]> GatheredIn(FileDescriptor log)
    {
        List<byte[]> names = [];
        if (!IsGathered(log))
            return names;
        Span<byte> record = stackalloc byte[StatisticsRecord.Size];
        for (long at = StatisticsRecord.Size; log.ReadAt(at, record) == record.Length; at += StatisticsRecord.Size)
        {
            // Whoever may write here must not choose what others unlink.
            if (StatisticsRecord.IsValid(record) && IsName(StatisticsRecord.GatheredName(record)))
                names.Add(StatisticsRecord.GatheredName(record).ToArray());
        }

        return names;
    }

    /// <summary>Publishes a sealed log of what there is. False where there is nothing, another log stands there, or it failed.</summary>
    internal bool Gather(ReadOnlySpan<byte> sealedLog, out bool isFailed)
    {
        isFailed = false;
        List<(byte[] Name, byte[] Records)> loose = Read();
        if (loose.Count == 0)
            return false;
        List<byte> log = [];
        Span<byte> record = stackalloc byte[StatisticsRecord.Size];
        StatisticsRecord.WriteHeader(record);
        record[StatisticsRecord.SealedAt] = 1;
        record[StatisticsRecord.GatheredAt] = 1;
        log.AddRange(record);
        foreach ((byte[] name, byte[] records) in loose.GetRange(0, Math.Min(loose.Count, MaxGathered)))
        {
            StatisticsRecord.WriteGathered(record, name);
            log.AddRange(record);
            for (int at = 0; at + StatisticsRecord.Size <= records.Length; at += StatisticsRecord.Size)
            {
                ReadOnlySpan<byte> one = records.AsSpan(at, StatisticsRecord.Size);
                if (StatisticsRecord.IsValid(one) && !StatisticsRecord.IsSeal(one) && StatisticsRecord.GatheredName(one).IsEmpty)
                    log.AddRange(one);
            }
        }

        StatisticsRecord.WriteSeal(record);
        log.AddRange(record);
        ReadOnlySpan<byte> directory = sealedLog[..sealedLog.LastIndexOf((byte)'/')];
        WriteOutcome written = store.Publisher.Publish(directory, sealedLog, log.ToArray(), default, replace: false, out _);
        isFailed = !written.IsPresent;
        return written.State == WriteState.Stored;
    }

    /// <summary>Unlinks files. False where one that must not be counted again can't be.</summary>
    internal bool Remove(List<byte[]> names)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        int length = AppendPath(ref path, default);
        foreach (byte[] name in names)
        {
            path.CutTo(length);
            path.Append(name);
            if (store.Place.Remove(path.Bytes) is not (Errno.None or Errno.NotFound))
                return false;
        }

        return true;
    }

    private static bool IsName(ReadOnlySpan<byte> name) =>
        name.Length == Prefix.Length + RandomLength && name.StartsWith(Prefix) && !name[Prefix.Length..].ContainsAnyExcept("0123456789abcdef"u8);

    private static bool Holds(List<byte[]> names, byte[] name)
    {
        foreach (byte[] one in names)
        {
            if (name.AsSpan().SequenceEqual(one))
                return true;
        }

        return false;
    }

    /// <summary>Makes the path one in the directory of statistics; the length of what stands before the name.</summary>
    private int AppendPath(scoped ref PathText path, ReadOnlySpan<byte> name)
    {
        path.Append(store.Root);
        path.Append(StoreLayout.Statistics);
        path.Append((byte)'/');
        int length = path.Bytes.Length;
        path.Append(name);
        return length;
    }
}
