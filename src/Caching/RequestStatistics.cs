using Larder.Caching.Settings;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>What one request adds to the statistics: one record, written when it ends.</summary>
internal sealed class RequestStatistics(LocalStore store, CacheSettings settings)
{
    private readonly StatisticsDelta _delta = new();

    internal void Add(Counter counter) => _delta.Add(counter);

    internal void AddNamed(ReadOnlySpan<byte> name) => _delta.AddNamed(name);

    internal void Finish(CacheOutcome outcome)
    {
        if (outcome.Reason != Counter.None)
            _delta.Add(outcome.Reason);
        _delta.Add(store.TakeDelta());
        if (settings.Stats && !settings.ReadOnly)
            new Statistics(store).Record(_delta);
    }
}
