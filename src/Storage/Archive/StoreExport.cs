using Larder.Posix;

namespace Larder.Storage;

/// <summary>Writes entries into an archive, as they are found: each is checked before.</summary>
public sealed class StoreExport(LocalStore store)
{
    private readonly HashSet<(EntryKind Kind, Digest Key)> _there = [];
    private readonly byte[] _head = new byte[ArchiveFormat.RecordSize];
    private long _files;
    private long _bytes;
    private long _damaged;
    private int _error;

    /// <summary>Only those; null for all.</summary>
    public UsedEntries? Only { get; init; }

    /// <summary>Only those used within so many seconds; null for all.</summary>
    public long? UsedWithin { get; init; }

    /// <summary>
    /// Goes on with an archive that an earlier export began in a file that can be read and written: what is whole in it stays. To be called before
    /// <see cref="Write"/>.
    /// </summary>
    /// <returns>False where it is no archive of this version.</returns>
    public bool Resume(FileDescriptor archive)
    {
        Span<byte> header = stackalloc byte[ArchiveFormat.HeaderSize];
        int length = archive.ReadAt(0, header);
        if (length == 0)
            return true;
        if (length != header.Length || !ArchiveFormat.IsHeader(header))
            return false;
        archive.Stat(out FileStatus status);
        long end = ArchiveFormat.HeaderSize;
        while (archive.ReadAt(end, _head) == _head.Length && ArchiveFormat.TryRead(_head, out ArchiveRecord record) && record.Kind != 0
            && record.Size <= status.Size - end - ArchiveFormat.RecordSize)
        {
            _there.Add((record.Kind, record.Key));
            end += ArchiveFormat.RecordSize + record.Size;
        }

        return archive.Truncate(end) == Errno.None && archive.Seek(end) == end;
    }

    /// <summary>Writes all, and the end. To be called once.</summary>
    /// <param name="archive">Where to; a pipe will do.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public ArchiveOutcome Write(FileDescriptor archive, IProgress<double>? progress = null)
    {
        if (_there.Count == 0)
        {
            byte[] header = new byte[ArchiveFormat.HeaderSize];
            ArchiveFormat.WriteHeader(header);
            if (archive.Position > 0)
                archive.Seek(0);
            _error = archive.WriteAll(header);
        }

        long now = Clock.FileTime.Seconds;
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            if (_error == Errno.None && !_there.Contains((kind, key)) && Only?.Contains(kind, in key) != false
                && (UsedWithin is not { } seconds || now - status.Modified.Seconds <= seconds))
                WriteEntry(archive, path, kind, in key, in status);
        }, progress);
        if (_error == Errno.None)
        {
            ArchiveFormat.Write(_head, new ArchiveRecord(0, default, _files + _there.Count, 0));
            _error = archive.WriteAll(_head);
        }

        return new ArchiveOutcome(_error == Errno.None ? ArchiveState.Whole : ArchiveState.Failed, _files, _bytes, _there.Count, _damaged, 0, _error);
    }

    private void WriteEntry(FileDescriptor archive, ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status)
    {
        if (EntryFile.Open(store.Place, path, out FileDescriptor file, out FileStatus now, out _) != ReadState.Found)
            return;
        byte[] entry;
        using (file)
        {
            entry = GC.AllocateUninitializedArray<byte>((int)Math.Min(now.Size, ResultFormat.MaxFileSize));
            if (file.ReadAt(0, entry) != now.Size || !EntryCheck.IsWhole(kind, in key, entry, out _, ResultFormat.MaxFileSize))
            {
                _damaged++;
                return;
            }
        }

        ArchiveFormat.Write(_head, new ArchiveRecord(kind, key, entry.Length, status.Modified.Seconds));
        _error = archive.WriteAll(_head);
        if (_error == Errno.None)
            _error = archive.WriteAll(entry);
        if (_error != Errno.None)
            return;
        _files++;
        _bytes += entry.Length;
    }
}
