using Larder.Caching.Settings;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>What one request adds to the statistics: one record, written when it ends.</summary>
internal sealed class RequestStatistics(LocalStore store, CacheSettings settings)
{
    private readonly StatisticsDelta _delta = new();
    private bool _stored;

    internal void Add(Counter counter)
    {
        _delta.Add(counter);
        _stored |= counter is Counter.Stored or Counter.FailedStored;
    }

    /// <summary>Counts a result that stood already, and what it takes on disk.</summary>
    internal void Add(in SharedWriteOutcome written)
    {
        if (written.WasDamaged)
            _delta.Add(Counter.CorruptEntry);
        if (written.SharedBytes == 0)
            return;
        _delta.Add(Counter.SharedResult);
        _delta.Add(Counter.SharedKibibytes, (uint)Math.Min(written.SharedBytes >> 10, uint.MaxValue));
    }

    internal void AddNamed(ReadOnlySpan<byte> name) => _delta.AddNamed(name);

    internal void Finish(CacheOutcome outcome)
    {
        store.FlushUse();
        if (settings.ReadOnly)
            return;

        // Without statistics the store's size is still kept, for its limits.
        StatisticsDelta delta = settings.Stats ? _delta : new StatisticsDelta();
        if (settings.Stats && outcome.Reason != Counter.None)
            delta.Add(outcome.Reason);
        if (settings.Stats && store.TakeFetched() is > 0 and int fetched)
            delta.Add(Counter.Fetched, (uint)fetched);
        delta.Add(store.TakeDelta());
        Statistics statistics = new(store);
        if (!delta.IsEmpty)
            statistics.Record(delta);
        if (_stored || delta.Store.Files > 0)
            new Evictor(store, statistics).AfterStore();
    }
}
