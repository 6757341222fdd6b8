using Larder.Posix;

namespace Larder.Storage;

/// <summary>Entries by last use, up to a number of bytes.</summary>
public sealed class EntryMemory(long limit) : IEntryMemory
{
    /// <summary>One entry may take this part of all at most, so that a few giants don't push everything else out.</summary>
    private const int LargestPart = 4;

    /// <summary>What an entry takes beside its content, in bytes: node, table slot, status.</summary>
    private const int Overhead = 400;

    private readonly Lock _lock = new();
    private readonly Dictionary<(EntryKind Kind, Digest Key), LinkedListNode<Held>> _entries = [];
    private readonly LinkedList<Held> _byUse = [];
    private long _used;

    /// <summary>Bytes held.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>The most that is held, in bytes.</summary>
    public long Limit => limit;

    /// <summary>Entries held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(EntryKind kind, in Digest key, in FileStatus status, out ReadOnlyMemory<byte> payload)
    {
        Held? held = Find(kind, in key, in status);
        payload = held?.Payload ?? default;
        return held is not null;
    }

    /// <inheritdoc/>
    public void Put(EntryKind kind, in Digest key, in FileStatus status, ReadOnlyMemory<byte> payload) =>
        Put(new Held(kind, key, status, payload, null, payload.Length + Overhead));

    /// <inheritdoc/>
    public StoredResult? TryGetResult(in Digest key, in FileStatus status) => Find(EntryKind.Result, in key, in status)?.Result;

    /// <inheritdoc/>
    public void PutResult(in Digest key, StoredResult result)
    {
        long size = result.ContentSize + result.Metadata.Length + Overhead;
        if (size * LargestPart <= limit && Find(EntryKind.Result, in key, result.Status) is null && result.Detach() is { } detached)
            Put(new Held(EntryKind.Result, key, result.Status, default, detached, size));
    }

    private Held? Find(EntryKind kind, in Digest key, in FileStatus status)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((kind, key), out LinkedListNode<Held>? node))
                return null;
            if (!node.Value.Status.IsUnchangedFrom(in status))
            {
                RemoveUnsynchronized(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    private void Put(Held held)
    {
        if (held.Size * LargestPart > limit)
            return;
        lock (_lock)
        {
            if (_entries.TryGetValue((held.Kind, held.Key), out LinkedListNode<Held>? known))
                RemoveUnsynchronized(known);
            _entries.Add((held.Kind, held.Key), _byUse.AddFirst(held));
            _used += held.Size;
            while (_used > limit && _byUse.Last is { } oldest)
                RemoveUnsynchronized(oldest);
        }
    }

    private void RemoveUnsynchronized(LinkedListNode<Held> node)
    {
        _byUse.Remove(node);
        _entries.Remove((node.Value.Kind, node.Value.Key));
        _used -= node.Value.Size;
    }

    private sealed record Held(
        EntryKind Kind, Digest Key, FileStatus Status, ReadOnlyMemory<byte> Payload, StoredResult? Result, long Size);
}
