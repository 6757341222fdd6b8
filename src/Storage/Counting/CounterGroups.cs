namespace Larder.Storage;

/// <summary>Which counters are hits, which misses, which reasons for not caching: the one table that says so.</summary>
public static class CounterGroups
{
    /// <summary>A counter's group. One that isn't named here, a later version's among them, is a reason for not caching.</summary>
    public static CounterGroup Of(Counter counter) => counter switch
    {
        Counter.DirectHit or Counter.CommentHit or Counter.PreprocessedHit or Counter.FailedHit or Counter.PreprocessingHit => CounterGroup.Hit,
        Counter.Miss or Counter.PreprocessingMiss or Counter.Recache => CounterGroup.Miss,
        Counter.ManifestMismatch or Counter.ResultGone => CounterGroup.AboutMisses,
        Counter.CommandSplit or Counter.Stored or Counter.SharedResult or Counter.SharedKibibytes or Counter.FailedStored or Counter.Evicted or Counter.Cleared or Counter.NotStoredReadOnly or Counter.Fetched or Counter.Offered or Counter.LowerHit
            or Counter.VerifiedHit or Counter.UnverifiableHit => CounterGroup.Store,
        Counter.WrongHit or Counter.StoreFailed or Counter.CorruptEntry or Counter.CorruptLowerEntry or Counter.LowerUnusable or Counter.InternalError or Counter.FallbackExecuted => CounterGroup.Trouble,
        _ => CounterGroup.NotCached,
    };
}
