using Larder.Storage;

namespace Larder.CommandLine.Watching;

/// <summary>What the statistics have counted since they were last looked at. All that use the cache count there, with a daemon or without.</summary>
internal sealed class StatisticsChanges
{
    private readonly Statistics _statistics;
    private Dictionary<ushort, ulong> _before;
    private long _zeroed;

    /// <summary>Begins with the counts as they are now.</summary>
    internal StatisticsChanges(LocalStore store)
    {
        _statistics = new Statistics(store);
        StatisticsSnapshot now = _statistics.Read();
        (_before, _zeroed) = (CountersOf(now), now.ZeroedAt);
    }

    /// <summary>What is more than at the last call, by counter.</summary>
    internal List<CounterChange> Take()
    {
        StatisticsSnapshot now = _statistics.Read();
        bool isZeroed = now.ZeroedAt > _zeroed;

        // What can't be read at the moment reads as nothing; nobody has counted backwards.
        if (now.Counters.Count == 0 && !isZeroed)
            return [];
        if (isZeroed)
            _before = [];
        List<CounterChange> changes = [];
        foreach ((ushort id, ulong value) in now.Counters)
        {
            ulong before = _before.GetValueOrDefault(id);
            if (value > before)
                changes.Add(new CounterChange(id, value - before));
        }

        (_before, _zeroed) = (CountersOf(now), now.ZeroedAt);
        return changes;
    }

    private static Dictionary<ushort, ulong> CountersOf(StatisticsSnapshot snapshot)
    {
        Dictionary<ushort, ulong> counters = [];
        foreach ((ushort id, ulong value) in snapshot.Counters)
            counters[id] = value;
        return counters;
    }
}
