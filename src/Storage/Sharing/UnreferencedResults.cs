using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <summary>
/// Removes results by content that no manifest leads to any more (it was evicted, or has dropped its oldest variants). They would go by their age
/// too, as what is never used again is the oldest; this is for those who can wait. Readers and writers go on meanwhile.
/// </summary>
public sealed class UnreferencedResults(LocalStore store, Statistics statistics)
{
    /// <summary>A result stands before the manifest that leads to it does, and one that is found again is marked as used at most once an hour.</summary>
    private const long GraceSeconds = 2 * 3600;

    /// <summary>The results that manifests lead to, by the first eight bytes of their keys, in order: 8 bytes each, and two that are alike there are merely both kept.</summary>
    private readonly List<ulong> _referenced = [];
    private readonly byte[] _head = new byte[ResultFormat.MaxHeadSize];
    private bool _isKnown = true;
    private long _files;
    private long _bytes;
    private long _remaining;

    /// <summary>Reads all manifests, then removes, and counts it as evicted. Where a manifest can't be read, nothing is removed. To be called once.</summary>
    public ClearOutcome Remove()
    {
        StoreWalk.Visit(store, (ReadOnlySpan<byte> _, EntryKind kind, in Digest key, in FileStatus _) => Mark(kind, in key));
        if (!_isKnown || store.Options.ReadOnly)
            return default;
        _referenced.Sort();
        long now = Clock.FileTime.Seconds;
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            if (kind == EntryKind.Result && now - status.Modified.Seconds > GraceSeconds && _referenced.BinarySearch(key.Prefix) < 0
                && IsByContent(path, in key, in status))
                Remove(path, in status);
        });
        if (_files > 0)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.Evicted, (uint)Math.Min(_files, uint.MaxValue));
            delta.Add(store.TakeDelta());
            statistics.Record(delta);
        }

        return new ClearOutcome(_files, _bytes, _remaining);
    }

    private void Mark(EntryKind kind, in Digest key)
    {
        if (kind != EntryKind.Manifest)
            return;
        EntryReadOutcome entry = store.ReadEntry(kind, in key);
        _isKnown &= entry.State != ReadState.Failed;
        if (!entry.IsFound || !Manifest.TryRead(entry.Payload.Span, out Manifest manifest))
            return;
        foreach (ManifestVariant variant in manifest)
            _referenced.Add(variant.ResultKey.Prefix);
    }

    /// <summary>What the preprocessor's text leads to has no manifest.</summary>
    private bool IsByContent(ReadOnlySpan<byte> path, in Digest key, in FileStatus status)
    {
        if (EntryFile.Open(store.Place, path, out FileDescriptor file, out _, out _) != ReadState.Found)
            return false;
        using (file)
        {
            int length = file.ReadAt(0, _head);
            return length > 0 && ResultFormat.TryDecode(_head.AsSpan(0, length), status.Size, key, out _, out Range metadata)
                && ResultMetadata.ContentVersionOf(_head.AsSpan(metadata)) > 0;
        }
    }

    private void Remove(ReadOnlySpan<byte> path, in FileStatus status)
    {
        int error = store.RemoveFile(path, status.AllocatedBytes);
        if (error == Errno.None)
        {
            _files++;
            _bytes += status.AllocatedBytes;
        }
        else if (!Errno.SaysAbsent(error))
        {
            _remaining++;
        }
    }
}
