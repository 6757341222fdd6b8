using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>What one request adds to the statistics: one record, written when it ends; a few where there is more to say of it than of a hit.</summary>
/// <param name="store">Where it is counted.</param>
/// <param name="settings">The settings.</param>
/// <param name="invocation">What was asked; null where what is counted is no request.</param>
internal sealed class RequestStatistics(LocalStore store, CacheSettings settings, Invocation? invocation = null)
{
    /// <summary>Microseconds, about: clocks needn't be finer, and without statistics this is what one hit in some is told by.</summary>
    private const int ClockBits = 10;

    /// <summary>One hit in so many, about, says what its compiler and build are called.</summary>
    private const int NamedHits = 16;

    private readonly StatisticsDelta _delta = new();
    private bool _stored;

    /// <summary>What was met in lower directories, which stays as it is, and is met again by whoever goes on with the request.</summary>
    private List<(Counter Counter, EntryKind Kind, Digest Key)>? _below;

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

    /// <summary>What an earlier look-up met below will be met again.</summary>
    internal void BeginLookUp() => _below = null;

    /// <summary>Counts a damaged entry that a look-up met: one that is removed by that at once, one below when the request ends here.</summary>
    /// <param name="layer">Where it was met.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    internal void AddCorrupt(LocalStore layer, EntryKind kind, in Digest key)
    {
        if (layer == store)
            Add(Counter.CorruptEntry);
        else
            AddBelow(Counter.CorruptLowerEntry, kind, in key);
    }

    /// <summary>A request was not found. Says of lower directories that can't be read that it might have been there.</summary>
    internal void AddUnusable()
    {
        for (LocalStore? layer = store.Lower; layer is not null; layer = layer.Lower)
        {
            if (layer.FindObstacle() != Errno.None)
                AddBelow(Counter.LowerUnusable, default, default);
        }
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
        if (settings.Stats && outcome.Reason != Counter.None && _below is not null)
        {
            foreach ((Counter counter, EntryKind _, Digest _) in _below)
                delta.Add(counter);
        }

        if (settings.Stats && store.TakeFetched() is > 0 and int fetched)
            delta.Add(Counter.Fetched, (uint)fetched);
        if (settings.Stats && outcome.Reason != Counter.None && invocation is not null)
            AddFacts(delta, outcome, invocation);
        delta.Add(store.TakeDelta());
        Statistics statistics = new(store);
        if (!delta.IsEmpty)
            statistics.Record(delta);
        Evictor evictor = new(store, statistics);
        if (_stored || delta.Store.Files > 0)
            evictor.AfterStore(delta.Store);
        else
            evictor.AfterHit(delta.IsEmpty ? Clock.Now.Nanoseconds >> ClockBits : statistics.LastNumber);
    }

    /// <summary>
    /// Says when it was, whose, and what it took or spared. What its compiler and build are called goes with what takes long anyway, and with a hit now and then
    /// (of the build only a name that somebody gave it, for which nothing need be looked at):
    /// a cache that is filled elsewhere has nothing but hits.
    /// </summary>
    private static void AddFacts(StatisticsDelta delta, CacheOutcome outcome, Invocation invocation)
    {
        CacheSettings settings = invocation.Settings;
        delta.Facts = new StatisticsFacts(
            outcome.Reason,
            (uint)Math.Clamp(Clock.FileTime.Seconds, 0, uint.MaxValue),
            invocation.Session,
            StatisticsFacts.GroupOf(settings.Namespace, invocation.Compiler),
            (ulong)outcome.Saved,
            (ulong)Math.Clamp(outcome.Spent, 0, ResultMetadata.MaxDuration),
            (ulong)outcome.Bytes);
        bool isHit = CounterGroups.Of(outcome.Reason) == CounterGroup.Hit;
        if (isHit && (Clock.Monotonic.Nanoseconds >> ClockBits) % NamedHits != 0)
            return;
        delta.AddGroupName(StatisticsFacts.GroupText(settings.Namespace, invocation.Compiler));
        delta.AddSessionName(isHit ? invocation.SessionName : invocation.BuildText);
    }

    private void AddBelow(Counter counter, EntryKind kind, in Digest key)
    {
        _below ??= [];
        if (!_below.Contains((counter, kind, key)))
            _below.Add((counter, kind, key));
    }
}
