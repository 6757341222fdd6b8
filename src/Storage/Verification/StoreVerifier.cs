using Larder.Posix;

namespace Larder.Storage;

/// <summary>Reads every entry of a store and holds it against its checksums. Readers and writers go on meanwhile.</summary>
public sealed class StoreVerifier(LocalStore store, Statistics statistics)
{
    private long _files;
    private long _bytes;
    private long _damaged;
    private long _unreadable;
    private long _removed;

    /// <summary>Reads all. To be called once.</summary>
    /// <param name="repair">Whether entries that are damaged are removed and counted, as a compile that meets one does.</param>
    /// <param name="found">Told of each that isn't whole.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public VerificationOutcome Run(bool repair, Action<Damage> found, IProgress<double>? progress = null)
    {
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            _files++;
            if (Judge(path, kind, in key, out int error) is not { } wrong)
                return;
            found(new Damage(path.ToArray(), wrong, error));
            if (wrong == DamageKind.Unreadable)
            {
                _unreadable++;
                return;
            }

            _damaged++;
            if (repair && !store.Options.ReadOnly && Remove(path, in status))
                _removed++;
        }, progress);
        if (_removed > 0)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.CorruptEntry, (uint)Math.Min(_removed, uint.MaxValue));
            delta.Add(store.TakeDelta());
            statistics.Record(delta);
        }

        return new VerificationOutcome(_files, _bytes, _damaged, _unreadable, _removed);
    }

    /// <summary>Null where the entry is whole, or gone by now.</summary>
    private DamageKind? Judge(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, out int error)
    {
        switch (EntryFile.Open(store.Place, path, out FileDescriptor file, out FileStatus status, out error))
        {
            case ReadState.Absent:
                return null;
            case ReadState.Corrupt:
                return status.IsRegular ? DamageKind.Untrusted : DamageKind.NotRegular;
            case ReadState.Failed:
                return DamageKind.Unreadable;
        }

        using (file)
        {
            if (status.Size > ResultFormat.MaxFileSize)
                return DamageKind.Damaged;
            byte[] entry = GC.AllocateUninitializedArray<byte>((int)status.Size);
            int length = file.ReadAt(0, entry);
            if (length < 0)
            {
                error = Errno.Io;
                return DamageKind.Unreadable;
            }

            _bytes += length;
            return EntryCheck.IsWhole(kind, in key, entry.AsMemory(0, length), out _, ResultFormat.MaxFileSize) ? null : DamageKind.Damaged;
        }
    }

    private bool Remove(ReadOnlySpan<byte> path, in FileStatus status)
    {
        int error = store.RemoveFile(path, status.AllocatedBytes);
        return error == Errno.None || (error == Errno.IsADirectory && FileSystem.RemoveDirectory(path) == Errno.None);
    }
}
