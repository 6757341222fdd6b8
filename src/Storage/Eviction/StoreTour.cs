namespace Larder.Storage;

/// <summary>
/// A way around the whole store, shard by shard, at the caller's pace: removes what is too old, counts the rest, and corrects the statistics
/// when it is round. Holds one shard's names in memory.
/// </summary>
public sealed class StoreTour
{
    private readonly LocalStore _store;
    private readonly Evictor _evictor;
    private readonly StoreSize _before;
    private int _visited;

    /// <summary>Begins a tour.</summary>
    public StoreTour(LocalStore store, Statistics statistics)
    {
        _store = store;
        _evictor = new Evictor(store, statistics);
        _before = _evictor.Believed();
    }

    /// <summary>What was counted so far, without what was removed.</summary>
    public StoreSize Counted { get; private set; }

    /// <summary>What was removed so far.</summary>
    public StoreSize Removed => _evictor.Removed;

    /// <summary>Visits the next shard. False where that was the last, and the statistics are corrected.</summary>
    public bool Step()
    {
        StoreSize removed = Removed;
        EvictionSample shard = EvictionSample.TakeShards(_store, ref _visited, int.MaxValue, 1);
        _evictor.RemoveExpired(shard);
        Counted = new StoreSize(
            Counted.Bytes + shard.Bytes - (Removed.Bytes - removed.Bytes), Counted.Files + shard.Count - (Removed.Files - removed.Files));
        if (_visited != 0)
            return true;
        StoreWalk.RemoveStaleTemporaries(_store);

        // What went on the way is known to the statistics, and to the count.
        _evictor.Correct(new StoreSize(_before.Bytes - Removed.Bytes, _before.Files - Removed.Files), Counted);
        return false;
    }
}
