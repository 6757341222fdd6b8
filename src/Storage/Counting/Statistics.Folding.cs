using Larder.Posix;

namespace Larder.Storage;

/// <content>Bringing the log into the totals, under the lock.</content>
public sealed partial class Statistics
{
    /// <summary>
    /// Sets all counters to zero, as of now; the store's size stays, and the time is kept. False where that was not possible.
    /// </summary>
    public bool Zero()
    {
        if (_store.Options.ReadOnly || OpenLock(out FileDescriptor lockFile) != Errno.None)
            return false;
        using (lockFile)
        {
            if (!lockFile.LockExclusive() || !FoldUnsynchronized())
                return false;
            ReadTotals(out StatisticsTotals totals);
            StatisticsHistory history = ReadHistory();
            history.Zero();
            if (!WriteHistory(history))
                return false;
            totals.Counters.Clear();
            totals.Names.Clear();
            totals.Zeroed = Clock.Now.Seconds;
            return WriteTotals(totals);
        }
    }

    /// <summary>Folds the log into the totals, unless another process is about it. False where that failed.</summary>
    public bool TryFold()
    {
        if (_store.Options.ReadOnly || OpenLock(out FileDescriptor lockFile) != Errno.None)
            return false;
        using (lockFile)
            return !lockFile.TryLockExclusive() || FoldUnsynchronized();
    }

    private bool FoldUnsynchronized()
    {
        if (!FinishSealedUnsynchronized())
            return false;
        PathText sealedLog = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref sealedLog, SealedName);
        if (!_store.IsRemote)
        {
            PathText log = new(stackalloc byte[PathText.InlineRoom]);
            AppendPath(ref log, LogName);
            int error = _store.Place.Rename(log.Bytes, SealedName[1..]);
            if (error != Errno.NotFound && (error != Errno.None || !FinishSealedUnsynchronized()))
                return false;
        }

        return !_loose.Gather(sealedLog.Bytes, out bool isFailed) ? !isFailed : FinishSealedUnsynchronized();
    }

    /// <summary>Brings a sealed log into the totals, from wherever its folder left it. True where none is left.</summary>
    private bool FinishSealedUnsynchronized()
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, SealedName);
        const OpenFlags flags = OpenFlags.ReadWrite | CommonFlags;
        int error = OpenOwn(path.Bytes, flags, out FileDescriptor log);
        if (error == Errno.NotFound)
            return true;
        if (IsStrange(error))
            return RemoveStrange(path.Bytes);
        if (error != Errno.None)
            return false;
        using (log)
        {
            ReadTotals(out StatisticsTotals totals);
            bool isGathered = LooseRecords.IsGathered(log);

            // The log of a host that has the file system to itself is for that host to fold.
            if (_store.IsRemote && !isGathered)
                return true;
            if (isGathered && !_loose.Remove(LooseRecords.GatheredIn(log)))
                return false;
            StatisticsHistory history = ReadHistory();
            if (TryReadId(log, out Digest id) && (id != IdOf(totals) || id != Padded(history.Folded)))
            {
                // pwrite(2) to a file opened with O_APPEND appends, whatever the offset: so two descriptors.
                if (!isGathered && (!log.WriteAt(StatisticsRecord.SealedAt, "\u0001"u8) || !AppendSeal(path.Bytes)))
                    return false;
                bool hasSeal = AddLog(totals, history, log, in id) >= 0;
                Span<byte> bytes = stackalloc byte[Digest.Size];
                id.CopyTo(bytes);
                bytes[..StatisticsRecord.IdSize].CopyTo(totals.Folded);
                bytes[..StatisticsRecord.IdSize].CopyTo(history.Folded);
                if (hasSeal ? !WriteHistory(history) || !WriteTotals(totals) : !isGathered)
                    return false;

                // Gathered records are published with their seal: without one it is a damaged head that says so, and what it holds is lost.
            }
        }

        return FileSystem.Unlink(path.Bytes) is Errno.None or Errno.NotFound;
    }

    private bool AppendSeal(ReadOnlySpan<byte> path)
    {
        const OpenFlags flags = OpenFlags.WriteOnly | OpenFlags.Append | CommonFlags;
        if (OpenOwn(path, flags, out FileDescriptor log) != Errno.None)
            return false;
        Span<byte> seal = stackalloc byte[StatisticsRecord.Size];
        StatisticsRecord.WriteSeal(seal);
        using (log)
            return log.WriteOnce(seal);
    }

    private bool WriteTotals(StatisticsTotals totals) => Replace(TotalsName, totals.Encode());

    private bool WriteHistory(StatisticsHistory history)
    {
        history.Prune(Now);
        return Replace(HistoryName, history.Encode());
    }

    private bool Replace(ReadOnlySpan<byte> name, byte[] content)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, name);
        ReadOnlySpan<byte> directory = path.Bytes[..^name.Length];
        WriteOutcome written = _store.Publisher.Publish(directory, path.Bytes, content, default, replace: true, out _);
        return written.IsPresent
            || (IsStrange(written.Error) && RemoveStrange(path.Bytes) && _store.Publisher.Publish(directory, path.Bytes, content, default, replace: true, out _).IsPresent);
    }

    private int OpenLock(out FileDescriptor lockFile)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        AppendPath(ref path, LockName);
        OpenFlags flags = CommonFlags;
        ReadOnlySpan<byte> directory = path.Bytes[..^LockName.Length];
        int error = _store.Publisher.OpenOrMake(directory, path.Bytes, flags, out lockFile);
        return IsStrange(error) && RemoveStrange(path.Bytes)
            ? _store.Publisher.OpenOrMake(directory, path.Bytes, flags, out lockFile)
            : error;
    }
}
