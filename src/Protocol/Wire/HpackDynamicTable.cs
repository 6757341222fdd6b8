using System.Diagnostics;

namespace Larder.Protocol.Wire;

/// <summary>
/// The fields that the peer has taught us on this connection (RFC 7541, section 2.3.2), newest first. Bounded by a size that counts 32
/// bytes more for each entry; nothing is allocated before the first entry comes.
/// </summary>
internal sealed class HpackDynamicTable
{
    /// <summary>The size that holds until a peer has taken notice of another (section 4.2, RFC 9113 section 6.5.2).</summary>
    internal const int DefaultLimit = 4096;

    private const int EntryOverhead = 32;

    // Names and values, oldest first, in one of two arrays: where the end of one is reached, what lives moves to the other, so that a
    // name that was just read from an entry is still there while the entry made of it is added.
    private byte[] _bytes = [];
    private byte[] _spare = [];
    private int _end;

    // A ring of entries: where each starts, and the lengths of its name and its value.
    private (int Start, int Name, int Value)[] _entries = [];
    private int _oldest;
    private readonly int _limit;
    private int _maximum;

    internal HpackDynamicTable(int limit = DefaultLimit) => _limit = _maximum = limit;

    internal int Count { get; private set; }

    /// <summary>The entries' size as the RFC counts it.</summary>
    internal int Size { get; private set; }

    /// <summary>A size update. False where it is more than was allowed.</summary>
    internal bool Resize(int maximum)
    {
        if (maximum > _limit)
            return false;
        _maximum = maximum;
        EvictDownTo(maximum);
        return true;
    }

    /// <summary>The entry of an index from 0 (the newest).</summary>
    internal void Get(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        (int start, int nameLength, int valueLength) = _entries[(_oldest + Count - 1 - index) % _entries.Length];
        name = _bytes.AsSpan(start, nameLength);
        value = _bytes.AsSpan(start + nameLength, valueLength);
    }

    /// <summary>Adds an entry; older ones go. One that is larger than the whole table empties it and is not kept (section 4.4).</summary>
    internal void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        long size = (long)name.Length + value.Length + EntryOverhead;
        EvictDownTo((int)Math.Max(_maximum - size, 0));
        if (size > _maximum)
            return;

        if (_entries.Length == 0)
        {
            _entries = new (int, int, int)[_limit / EntryOverhead];
            _bytes = new byte[_limit];
            _spare = new byte[_limit];
        }

        if (_end + name.Length + value.Length > _bytes.Length)
            MoveToSpare();
        name.CopyTo(_bytes.AsSpan(_end));
        value.CopyTo(_bytes.AsSpan(_end + name.Length));
        _entries[(_oldest + Count) % _entries.Length] = (_end, name.Length, value.Length);
        _end += name.Length + value.Length;
        Size += (int)size;
        Count++;
    }

    private void MoveToSpare()
    {
        int length = 0;
        for (int i = 0; i < Count; i++)
        {
            ref (int Start, int Name, int Value) entry = ref _entries[(_oldest + i) % _entries.Length];
            _bytes.AsSpan(entry.Start, entry.Name + entry.Value).CopyTo(_spare.AsSpan(length));
            entry.Start = length;
            length += entry.Name + entry.Value;
        }

        (_bytes, _spare) = (_spare, _bytes);
        _end = length;
        Debug.Assert(Size <= _limit, "entries fit by the size that counts more than their bytes");
    }

    private void EvictDownTo(int size)
    {
        while (Size > size)
        {
            (_, int name, int value) = _entries[_oldest];
            Size -= name + value + EntryOverhead;
            _oldest = (_oldest + 1) % _entries.Length;
            Count--;
        }
    }
}
