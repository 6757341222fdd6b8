namespace Larder.Storage;

/// <summary>
/// A list of entries that builds used or made, as the setting <c>used_list</c> has it written: <c>list = (name "\n")*</c>, a name being the
/// entry's file name. Lines that are none are passed over: the last one may be cut off.
/// </summary>
public sealed class UsedEntries
{
    private readonly HashSet<(EntryKind Kind, Digest Key)> _entries = [];

    /// <summary>How many.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds those of a list.</summary>
    public void Add(ReadOnlySpan<byte> list)
    {
        foreach (Range line in list.Split((byte)'\n'))
        {
            if (StoreLayout.TryParseEntryName(list[line], out EntryKind kind, out Digest key))
                _entries.Add((kind, key));
        }
    }

    internal bool Contains(EntryKind kind, in Digest key) => _entries.Contains((kind, key));
}
