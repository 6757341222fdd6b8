using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Keeps a store within its limits by removing what was not used for longest, judged by samples over the whole store. Readers and
/// writers go on meanwhile: who has an entry open keeps it, who comes later misses. A second evictor does no harm; who really
/// removed a file counts it.
/// </summary>
/// <remarks>
/// Three ways, by who can wait: <see cref="AfterStore"/> and <see cref="AfterHit"/> are a bounded share of a process that has other business;
/// <see cref="Step"/> is a bounded step of a daemon's janitor, which makes as many as are needed; <see cref="Trim"/> looks at everything.
/// None holds more in memory than what it looks at in one step.
/// </remarks>
public sealed class Evictor(LocalStore store, Statistics statistics)
{
    /// <summary>
    /// What one store may cost beyond itself: two samples of some 0.5 ms, 30 removals. A store adds three entries at most, so even
    /// this share brings a shrunken limit about within a build.
    /// </summary>
    private const int MaxPassesPerStore = 2;

    /// <summary>
    /// A removal takes 20 µs, and milliseconds on a disk that is busy, or told of each freed block (mount option discard). Beyond this time a share ends
    /// when it has removed as much as was stored, and a little more.
    /// </summary>
    private const long ShareNanoseconds = 3_000_000;

    /// <summary>That little.</summary>
    private const long MinRemovals = 2;

    /// <summary>Eviction goes on to this much below the limit, so that it does not run for each store.</summary>
    private const int MarginFraction = 50;

    /// <summary>One store in so many looks whether the believed size is still about right, and for stale temporary files.</summary>
    private const int CheckInterval = 64;

    /// <summary>Where entries have an age at which they go, one store in so many looks at a sample for such.</summary>
    private const int AgeInterval = 8;

    /// <summary>One hit in so many looks after the limits: enough for a build of nothing but hits to shrink a cache.</summary>
    private const int HitInterval = 64;

    /// <summary>Below this many entries, or bytes, the believed size is not doubted by extrapolation.</summary>
    private const long DoubtFiles = 256;

    private const long DoubtBytes = 4 << 20;

    /// <summary>A process beside its own business counts no larger store exactly (20 ms); there an extrapolation must do until somebody can wait.</summary>
    private const long MaxCountedHere = 20_000;

    /// <summary>What a janitor looks at in one step: some 10 ms, half a megabyte.</summary>
    private const int EntriesPerStep = 4096;

    /// <summary>What <see cref="Trim"/> looks at together, 4 MB. Of so many, the oldest are the store's oldest to within a fraction of a percent.</summary>
    private const int EntriesPerGroup = 65_536;

    private static readonly EvictionOutcome Nothing = new(0, 0, WithinLimits: true);

    private readonly EvictionMemory _memory = new(store);
    private EvictionCause _cause = EvictionCause.Limits;
    private long _files;
    private long _bytes;
    private long _recorded;

    /// <summary>Where chance comes from; a test has its own.</summary>
    internal Func<uint> Random { get; init; } = NextRandom;

    /// <summary>How long a share may take, in nanoseconds; a test has more, or no time.</summary>
    internal long ShareLimit { get; init; } = ShareNanoseconds;

    /// <summary>What this object removed.</summary>
    internal StoreSize Removed => new(_bytes, _files);

    private StoreOptions Options => store.Options;

    private bool CanEvict => Options is { HasLimits: true, ReadOnly: false };

    /// <summary>
    /// To be called after something was stored and its delta appended: where the limits are exceeded, does a bounded share of the
    /// work, and appends what it removed to the statistics; or leaves that to the store's keeper.
    /// </summary>
    /// <param name="stored">What was stored: as much goes however long it takes, or many of these would outrun it.</param>
    public EvictionOutcome AfterStore(StoreDelta stored = default)
    {
        if (!CanEvict)
            return Nothing;
        if (store.Keeper is { } keeper)
        {
            keeper.Stored(Options);
            return Nothing;
        }

        uint random = Random();
        return Share(random, looksAtAges: random % AgeInterval == 0, stored);
    }

    /// <summary>To be called after a hit was counted: one in some does the same share, for a cache of nothing but hits is to keep its limits too.</summary>
    /// <param name="number">The number of its record, as <see cref="Statistics.LastNumber"/> says.</param>
    public EvictionOutcome AfterHit(long number)
    {
        if (!CanEvict)
            return Nothing;
        if (store.Keeper is { } keeper)
        {
            keeper.Used(Options);
            return Nothing;
        }

        return number % HitInterval == 0 ? Share(Random(), looksAtAges: true, default) : Nothing;
    }

    /// <summary>Whether the store keeps its limits of size, as far as the statistics say.</summary>
    public bool IsWithinLimits() => !CanEvict || IsWithin(Believed(), 0);

    /// <summary>
    /// One step towards the limits, for those who do nothing else: the oldest of the shards that are next. Appends what it removed to the
    /// statistics. To be repeated until the limits, and a margin below them, are kept.
    /// </summary>
    /// <param name="shard">Where it goes on; to be handed to the next step.</param>
    public EvictionOutcome Step(ref int shard)
    {
        StoreSize size = Believed();
        if (!CanEvict || IsWithin(size, MarginFraction))
            return Nothing;
        EvictionSample sample = EvictionSample.TakeShards(store, ref shard, EntriesPerStep, StoreLayout.ShardCount);
        size = Corrected(size, sample);
        size = RemoveOldest(sample, size);
        Record();
        return new EvictionOutcome(_files, _bytes, IsWithin(size, MarginFraction));
    }

    /// <summary>Counts the store anew, removes what is too old, and evicts until the limits are kept: for those who can wait.</summary>
    public EvictionOutcome Trim()
    {
        StoreTour tour = new(store, statistics);
        while (tour.Step())
        {
        }

        _files = tour.Removed.Files;
        _bytes = tour.Removed.Bytes;
        _recorded = _files;
        StoreSize actual = tour.Counted;
        return IsWithin(actual, 0) || !CanEvict ? new EvictionOutcome(_files, _bytes, IsWithin(actual, 0)) : TrimOldest(actual);
    }

    /// <summary>Counts the store anew and corrects the statistics by the difference.</summary>
    public StoreSize Correct()
    {
        StoreSize before = Believed();
        StoreSize actual = store.Scan();
        Correct(before, actual);
        return actual;
    }

    /// <summary>Corrects the statistics by a count that took a while.</summary>
    /// <param name="before">What the statistics said when it began.</param>
    /// <param name="actual">What was counted.</param>
    public void Correct(StoreSize before, StoreSize actual)
    {
        // What others stored and removed meanwhile the count has seen half of, more or less; so it tells of the middle of the time.
        StoreSize now = Believed();
        AppendCorrection(new StoreSize(before.Bytes + ((now.Bytes - before.Bytes) / 2), before.Files + ((now.Files - before.Files) / 2)), actual);
    }

    /// <summary>The store's size as the statistics have it.</summary>
    public StoreSize Believed()
    {
        StatisticsSnapshot snapshot = statistics.Read();
        return new StoreSize(snapshot.Bytes, snapshot.Files);
    }

    private static uint NextRandom()
    {
        Span<byte> digits = stackalloc byte[8];
        RandomNames.Fill(digits);
        return (uint)Checksum64.Mix(BinaryPrimitives.ReadUInt64LittleEndian(digits));
    }

    /// <summary>What a process does beside its own business.</summary>
    private EvictionOutcome Share(uint random, bool looksAtAges, StoreDelta stored)
    {
        long end = Clock.Monotonic.TotalNanoseconds + ShareLimit;
        StoreSize begun = Removed;
        bool IsEnough() => Clock.Monotonic.TotalNanoseconds >= end && _files - begun.Files >= stored.Files + MinRemovals && _bytes - begun.Bytes >= stored.Bytes;
        bool checks = random % CheckInterval == 0;
        if (checks)
            StoreWalk.RemoveStaleTemporaries(store);
        StoreSize size = Believed();
        if (checks || (looksAtAges && Options.MaxAge > 0))
        {
            EvictionSample sample = EvictionSample.Take(store, random / CheckInterval);
            size = Corrected(size, sample);
            RemoveExpired(sample, IsEnough);
            size = new StoreSize(size.Bytes - (_bytes - begun.Bytes), size.Files - (_files - begun.Files));
        }

        if (!IsWithin(size, 0))
        {
            for (int pass = 0; pass < MaxPassesPerStore && !IsWithin(size, MarginFraction) && (pass == 0 || !IsEnough()); pass++)
            {
                EvictionSample sample = EvictionSample.Take(store, random + (uint)pass);
                size = Corrected(size, sample);
                size = RemoveOldest(sample, size, IsEnough);
            }
        }

        Record();
        return new EvictionOutcome(_files, _bytes, IsWithin(size, 0));
    }

    /// <summary>Group after group of shards, of each the same part goes.</summary>
    private EvictionOutcome TrimOldest(StoreSize actual)
    {
        (long maxBytes, long maxFiles) = Goal(MarginFraction);
        long excessBytes = Options.MaxSize > 0 ? actual.Bytes - maxBytes : 0;
        long excessFiles = Options.MaxFiles > 0 ? actual.Files - maxFiles : 0;
        int groups = (int)Math.Clamp((actual.Files + EntriesPerGroup - 1) / EntriesPerGroup, 1, StoreLayout.ShardCount);
        int shard = 0;
        long files = 0;
        long bytes = 0;
        for (int visited = 0; visited < StoreLayout.ShardCount;)
        {
            int count = (StoreLayout.ShardCount - visited + groups - 1) / groups;
            groups--;
            visited += count;
            EvictionSample sample = EvictionSample.TakeShards(store, ref shard, int.MaxValue, count);
            foreach (ref readonly EvictionSample.Candidate candidate in sample.Candidates)
            {
                if (bytes >= excessBytes * visited / StoreLayout.ShardCount && files >= excessFiles * visited / StoreLayout.ShardCount)
                    break;
                if (!TryRemove(in candidate))
                    continue;
                bytes += candidate.AllocatedBytes;
                files++;
            }

            Record();
        }

        return new EvictionOutcome(_files, _bytes, IsWithin(new StoreSize(actual.Bytes - bytes, actual.Files - files), 0));
    }

    /// <summary>Removes the oldest of a sample, as many as are surely old, until the limits and a margin are kept. The size then.</summary>
    private StoreSize RemoveOldest(EvictionSample sample, StoreSize size, Func<bool>? isEnough = null)
    {
        foreach (ref readonly EvictionSample.Candidate candidate in sample.Candidates[..sample.SurelyOld])
        {
            if (IsWithin(size, MarginFraction) || isEnough?.Invoke() == true)
                break;
            if (TryRemove(in candidate))
                size = new StoreSize(size.Bytes - candidate.AllocatedBytes, size.Files - 1);
        }

        return size;
    }

    /// <summary>Removes what was not used for so long that it is not kept any more, and appends that to the statistics.</summary>
    internal void RemoveExpired(EvictionSample sample, Func<bool>? isEnough = null)
    {
        if (Options.MaxAge <= 0 || !CanEvict)
            return;
        Record();
        _cause = EvictionCause.Age;
        long cutoff = Clock.FileTime.Seconds - Options.MaxAge;
        foreach (ref readonly EvictionSample.Candidate candidate in sample.Candidates)
        {
            if (isEnough?.Invoke() == true)
                break;
            if (candidate.UsedSeconds < cutoff)
                TryRemove(in candidate);
        }

        Record();
        _cause = EvictionCause.Limits;
    }

    /// <summary>Whether it is gone. One that another evictor removed is gone as well; that one counts it.</summary>
    private bool TryRemove(in EvictionSample.Candidate candidate)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        store.AppendEntryPath(ref path, candidate.Kind, candidate.Key);
        int error = store.RemoveFile(path.Bytes, candidate.AllocatedBytes);
        if (error == Errno.None)
        {
            _files++;
            _bytes += candidate.AllocatedBytes;
            _memory.Note(candidate.Kind, candidate.Key);
        }

        return error == Errno.None || Errno.SaysAbsent(error);
    }

    /// <summary>Appends what was removed since the last time.</summary>
    private void Record()
    {
        if (_files == _recorded)
            return;
        StatisticsDelta delta = new();
        delta.Add(Counter.Evicted, (uint)Math.Min(_files - _recorded, uint.MaxValue));
        delta.Add(store.TakeDelta());
        _recorded = _files;
        statistics.Record(delta);
        _memory.Flush(_cause);
    }

    private bool IsWithin(StoreSize size, int marginFraction)
    {
        (long maxBytes, long maxFiles) = Goal(marginFraction);
        return (Options.MaxSize <= 0 || size.Bytes <= maxBytes) && (Options.MaxFiles <= 0 || size.Files <= maxFiles);
    }

    private (long Bytes, long Files) Goal(int marginFraction) => marginFraction == 0
        ? (Options.MaxSize, Options.MaxFiles)
        : (Options.MaxSize - (Options.MaxSize / marginFraction), Options.MaxFiles - (Options.MaxFiles / marginFraction));

    /// <summary>Statistics may be lost, and files removed by hand: a look at some shards finds beliefs that are far off.</summary>
    private StoreSize Corrected(StoreSize believed, EvictionSample sample)
    {
        bool isOff = sample.IsWhole ? IsOff(believed, sample.Estimate) : IsDoubtful(believed, sample.Estimate);
        if (!isOff)
            return believed;
        StoreSize actual = sample.IsWhole || sample.Estimate.Files > MaxCountedHere ? sample.Estimate : store.Scan();
        AppendCorrection(believed, actual);
        return actual;
    }

    private static bool IsDoubtful(StoreSize believed, StoreSize estimate) =>
        Differs(believed.Bytes, estimate.Bytes, DoubtBytes) || Differs(believed.Files, estimate.Files, DoubtFiles);

    /// <summary>Twofold: the sizes of a thousand entries, of 320 seen, extrapolate better than that.</summary>
    private static bool Differs(long believed, long estimate, long slack) =>
        believed > (estimate * 2) + slack || estimate > (Math.Max(believed, 0) * 2) + slack;

    /// <summary>Against an exact count, only entries that are being stored, and not yet in the statistics, should differ.</summary>
    private static bool IsOff(StoreSize believed, StoreSize exact) =>
        Math.Abs(believed.Files - exact.Files) > 16 + (exact.Files / 64)
        || Math.Abs(believed.Bytes - exact.Bytes) > (exact.Bytes / 64) + (1 << 20);

    private void AppendCorrection(StoreSize believed, StoreSize actual)
    {
        StatisticsDelta delta = new();
        delta.Add(new StoreDelta(actual.Bytes - believed.Bytes, actual.Files - believed.Files));
        if (!delta.IsEmpty)
            statistics.Record(delta);
    }
}
