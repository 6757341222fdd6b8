using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <summary>Removes entries by age or namespace, at once and whatever the limits say. Readers and writers go on meanwhile.</summary>
public sealed class ChosenEviction(LocalStore store, Statistics statistics)
{
    private readonly HashSet<Digest> _removed = [];
    private readonly EvictionMemory _memory = new(store);
    private long _files;
    private long _bytes;
    private long _remaining;

    /// <summary>Removes what is chosen, and counts it as evicted.</summary>
    /// <param name="choice">What.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public ClearOutcome Remove(EvictionChoice choice, IProgress<double>? progress = null)
    {
        long cutoff = choice.UnusedSeconds is { } seconds ? Clock.FileTime.Seconds - seconds : long.MaxValue;
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            if (status.Modified.Seconds > cutoff || (choice.Namespace is { } name && !IsResultOf(path, kind, in key, in status, name)))
                return;
            if (Remove(path, kind, in key, in status) && kind == EntryKind.Result)
                _removed.Add(key);
        }, progress);

        // A manifest doesn't say its namespace, but is of no other than its results.
        if (choice.Namespace is not null && _removed.Count > 0)
            StoreWalk.Visit(store, RemoveEmptied);
        StatisticsDelta delta = new();
        if (_files > 0)
            delta.Add(Counter.Evicted, (uint)Math.Min(_files, uint.MaxValue));
        delta.Add(store.TakeDelta());
        statistics.Record(delta);
        _memory.Flush(choice.Namespace is null ? EvictionCause.Age : EvictionCause.Chosen);
        return new ClearOutcome(_files, _bytes, _remaining);
    }

    private bool IsResultOf(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status, byte[] name)
    {
        if (kind != EntryKind.Result || EntryFile.Open(store.Place, path, out FileDescriptor file, out _, out _) != ReadState.Found)
            return false;
        using (file)
        {
            byte[] head = new byte[Math.Min(status.Size, ResultFormat.MaxHeadSize)];
            int length = file.ReadAt(0, head);
            return length > 0
                && ResultFormat.TryDecode(head.AsSpan(0, length), status.Size, key, out _, out Range metadata)
                && ResultMetadata.NamespaceOf(head.AsSpan(metadata)).SequenceEqual(name);
        }
    }

    private void RemoveEmptied(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status)
    {
        if (kind != EntryKind.Manifest || store.ReadEntry(kind, in key) is not { IsFound: true } entry || !Manifest.TryRead(entry.Payload.Span, out Manifest manifest))
            return;
        foreach (ManifestVariant variant in manifest)
        {
            if (!_removed.Contains(variant.ResultKey))
                return;
        }

        // One without variants sends to preprocessor mode, whatever the namespace.
        if (manifest.VariantCount > 0)
            Remove(path, kind, in key, in status);
    }

    private bool Remove(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status)
    {
        int error = store.Options.ReadOnly ? Errno.PermissionDenied : store.RemoveFile(path, status.AllocatedBytes);
        if (error == Errno.None)
        {
            _files++;
            _bytes += status.AllocatedBytes;
            _memory.Note(kind, in key);
        }
        else if (!Errno.SaysAbsent(error))
        {
            _remaining++;
        }

        return error == Errno.None;
    }
}
