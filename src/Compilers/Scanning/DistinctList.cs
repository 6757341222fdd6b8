namespace Larder.Compilers.Scanning;

/// <summary>A list without duplicates, in order of first appearance. Short lists are searched, long ones hashed.</summary>
internal sealed class DistinctList<T>(IEqualityComparer<T> comparer)
{
    private const int SearchedUpTo = 12;

    private T[] _items = [];
    private int _count;
    private HashSet<T>? _known;

    public void Add(T item)
    {
        if (_known is not null)
        {
            if (!_known.Add(item))
                return;
        }
        else
        {
            for (var i = 0; i < _count; i++)
            {
                if (comparer.Equals(_items[i], item))
                    return;
            }
        }
        if (_count == _items.Length)
            Array.Resize(ref _items, Math.Max(8, _count * 2));
        _items[_count++] = item;
        if (_known is null && _count > SearchedUpTo)
        {
            _known = new HashSet<T>(comparer);
            for (var i = 0; i < _count; i++)
                _known.Add(_items[i]);
        }
    }

    public T[] ToArray() => _count == 0 ? [] : _items.AsSpan(0, _count).ToArray();
}
