using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <summary>
/// Takes the entries of an archive into a store: each is checked whole before it is published, and what stands there already is kept. An archive
/// that breaks off gives what it has up to there; taking it again costs little.
/// </summary>
public sealed class StoreImport(LocalStore store, Statistics statistics)
{
    private readonly byte[] _head = new byte[ArchiveFormat.RecordSize];
    private long _files;
    private long _bytes;
    private long _present;
    private long _damaged;
    private long _failed;
    private int _error;

    /// <summary>Reads all. To be called once.</summary>
    /// <param name="archive">Where from; a pipe will do.</param>
    /// <param name="size">Its length, for the progress; 0 where that isn't known.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public ArchiveOutcome Read(FileDescriptor archive, long size, IProgress<double>? progress = null)
    {
        ArchiveState state = ReadAll(archive, size, progress);
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        statistics.Record(delta);
        return new ArchiveOutcome(state, _files, _bytes, _present, _damaged, _failed, _error);
    }

    private ArchiveState ReadAll(FileDescriptor archive, long size, IProgress<double>? progress)
    {
        Span<byte> header = stackalloc byte[ArchiveFormat.HeaderSize];
        int length = ArchiveFormat.Fill(archive, header, out _error);
        if (_error != Errno.None)
            return ArchiveState.Failed;
        if (length != header.Length || !ArchiveFormat.IsHeader(header))
            return ArchiveState.Foreign;
        long read = length;
        for (long count = 0; ; count++)
        {
            length = ArchiveFormat.Fill(archive, _head, out _error);
            if (_error != Errno.None)
                return ArchiveState.Failed;
            if (length != _head.Length || !ArchiveFormat.TryRead(_head, out ArchiveRecord record))
                return ArchiveState.CutOff;
            if (record.Kind == 0)
                return record.Size == count ? ArchiveState.Whole : ArchiveState.CutOff;
            if (record.Size > ResultFormat.MaxFileSize || !TryReadEntry(archive, (int)record.Size, out byte[] entry))
                return _error != Errno.None ? ArchiveState.Failed : ArchiveState.CutOff;
            Take(in record, entry);
            read += length + record.Size;
            if (size > 0)
                progress?.Report(Math.Min((double)read / size, 1));
        }
    }

    /// <summary>In pieces: a head that lies about its size must not take the memory that it speaks of.</summary>
    private bool TryReadEntry(FileDescriptor archive, int size, out byte[] entry)
    {
        const int Piece = 16 << 20;
        entry = GC.AllocateUninitializedArray<byte>(Math.Min(size, Piece));
        int filled = 0;
        while (true)
        {
            filled += ArchiveFormat.Fill(archive, entry.AsSpan(filled), out _error);
            if (filled < entry.Length || _error != Errno.None)
                return false;
            if (filled == size)
                return true;
            Array.Resize(ref entry, (int)Math.Min(size, (long)entry.Length * 2));
        }
    }

    private void Take(in ArchiveRecord record, byte[] entry)
    {
        if (!Enum.IsDefined(record.Kind) || !EntryCheck.IsWhole(record.Kind, record.Key, entry, out ReadOnlyMemory<byte> payload, ResultFormat.MaxMemberSize))
        {
            _damaged++;
            return;
        }

        WriteOutcome written = record.Kind == EntryKind.Manifest ? Merge(record.Key, entry, payload.Span) : store.WriteWhole(record.Kind, record.Key, entry, replace: false);
        if (!written.IsPresent)
        {
            _failed++;
        }
        else if (written.State != WriteState.Stored)
        {
            _present++;
        }
        else
        {
            _files++;
            _bytes += entry.Length;

            // Its age came with it, so that what is oldest is still evicted first; what is from the future is from now.
            store.Age(record.Kind, record.Key, Math.Min(record.Used, Clock.FileTime.Seconds));
        }
    }

    /// <summary>What leads to results from here stays, with what the archive adds before it.</summary>
    private WriteOutcome Merge(in Digest key, byte[] entry, ReadOnlySpan<byte> payload)
    {
        EntryReadOutcome known = store.ReadEntry(EntryKind.Manifest, in key);
        if (!known.IsFound || !Manifest.TryRead(payload, out Manifest added))
            return store.WriteWhole(EntryKind.Manifest, in key, entry, replace: false);
        byte[]? merged = ManifestWriter.Merge(known.Payload.Span, in added);
        return merged is null
            ? new WriteOutcome(WriteState.AlreadyPresent, 0, Errno.None)
            : store.WriteEntry(EntryKind.Manifest, in key, merged, replace: true);
    }
}
