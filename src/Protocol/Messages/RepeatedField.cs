namespace Larder.Protocol.Messages;

/// <summary>The elements of a repeated field, as they come.</summary>
internal struct RepeatedField<T>
    where T : class
{
    /// <summary>More than any message of ours has; a list costs its reader more memory than its sender.</summary>
    internal const int MaxCount = 65536;

    private T[]? _items;
    private int _count;

    /// <summary>Adds one. False where there are too many.</summary>
    internal bool Add(T item)
    {
        _items ??= new T[8];
        if (_count == MaxCount)
            return false;
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = item;
        return true;
    }

    internal T[] ToArray()
    {
        if (_items is null)
            return [];
        Array.Resize(ref _items, _count);
        return _items;
    }
}
