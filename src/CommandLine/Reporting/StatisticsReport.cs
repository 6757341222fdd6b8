using Larder.Caching.Settings;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>The statistics as they are shown: counters of one name joined and sorted, largest first.</summary>
internal sealed class StatisticsReport
{
    private readonly SortedDictionary<string, (CounterGroup Group, ulong Value)> _counters = new(StringComparer.Ordinal);

    internal StatisticsReport(StatisticsSnapshot snapshot, LocalStore store, CacheSettings settings)
    {
        ZeroedAt = snapshot.ZeroedAt;
        Snapshot = snapshot;

        // Where the statistics are lost or may not be read, the entries themselves still say how many they are.
        Size = snapshot.IsSizeKnown ? new StoreSize(snapshot.Bytes, snapshot.Files) : store.Scan();
        Settings = settings;
        for (LocalStore? layer = store.Lower; layer is not null; layer = layer.Lower)
            Lower.Add((layer.Options.Directory, layer.FindObstacle()));
        Kept = KeptForUsers.In(store.Options);
        foreach (Counter counter in CounterRows.Main)
            Add((ushort)counter, 0);
        Shared = (snapshot[Counter.SharedResult], snapshot[Counter.SharedKibibytes] << 10);
        foreach ((ushort id, ulong value) in snapshot.Counters)
        {
            if ((Counter)id is not (Counter.SharedResult or Counter.SharedKibibytes))
                Add(id, value);
        }

        Named = [.. snapshot.Named];
        Named.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Name.AsSpan().SequenceCompareTo(b.Name));
    }

    /// <summary>What it is made of, with what was when, and whose.</summary>
    internal StatisticsSnapshot Snapshot { get; }

    /// <summary>When the counters were last set to zero, in seconds since the epoch; 0 for never.</summary>
    internal long ZeroedAt { get; }

    internal StoreSize Size { get; }

    internal CacheSettings Settings { get; }

    internal KeptForUsers Kept { get; }

    /// <summary>Results that were stored without being written, for their content stood already, and what they would have taken on disk.</summary>
    internal (ulong Results, ulong Bytes) Shared { get; }

    /// <summary>The directories below, and the error number of each that can't be read.</summary>
    internal List<(byte[] Directory, int Error)> Lower { get; } = [];

    /// <summary>Options that made compiles uncacheable, the most frequent first.</summary>
    internal List<(byte[] Name, ulong Value)> Named { get; }

    /// <summary>All counters by name.</summary>
    internal IEnumerable<KeyValuePair<string, (CounterGroup Group, ulong Value)>> Counters => _counters;

    internal ulong Sum(CounterGroup group)
    {
        ulong sum = 0;
        foreach ((CounterGroup Group, ulong Value) counter in _counters.Values)
            sum += counter.Group == group ? counter.Value : 0;
        return sum;
    }

    /// <summary>A group's counters that are not zero, the largest first.</summary>
    internal List<(string Name, ulong Value)> Of(CounterGroup group)
    {
        List<(string Name, ulong Value)> rows = [];
        foreach ((string name, (CounterGroup of, ulong value)) in _counters)
        {
            if (of == group && value > 0)
                rows.Add((name, value));
        }

        rows.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Name, b.Name));
        return rows;
    }

    private void Add(ushort id, ulong value)
    {
        string name = CounterRows.NameOf(id);
        ulong before = _counters.TryGetValue(name, out (CounterGroup Group, ulong Value) known) ? known.Value : 0;
        _counters[name] = (CounterGroups.Of((Counter)id), before + value);
    }
}
