using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Keeps a store within its limits by removing what was not used for longest, judged by samples over the whole store. Readers and
/// writers go on meanwhile: who has an entry open keeps it, who comes later misses. A second evictor does no harm; who really
/// removed a file counts it.
/// </summary>
public sealed class Evictor(LocalStore store, Statistics statistics)
{
    /// <summary>
    /// What one store may cost beyond itself: two samples of some 0.5 ms, 32 removals. A store adds two entries at most, so even
    /// this share brings a shrunken limit about within a build.
    /// </summary>
    private const int MaxPassesPerStore = 2;

    /// <summary>Of a sample that is not the whole store, only this fraction is surely old: see <see cref="EvictionSample.MinEntries"/>.</summary>
    private const int SampleFraction = 20;

    /// <summary>Eviction goes on to this much below the limit, so that it does not run for each store.</summary>
    private const int MarginFraction = 50;

    /// <summary>One store in so many looks whether the believed size is still about right, and for stale temporary files.</summary>
    private const int CheckInterval = 64;

    /// <summary>Below this many entries, or bytes, the believed size is not doubted by extrapolation.</summary>
    private const long DoubtFiles = 256;

    private const long DoubtBytes = 4 << 20;

    /// <summary>
    /// To be called after something was stored and its delta appended: where the limits are exceeded, does a bounded share of the
    /// work, and appends what it removed to the statistics.
    /// </summary>
    public EvictionOutcome AfterStore()
    {
        StoreOptions options = store.Options;
        if (options.ReadOnly || (options.MaxSize <= 0 && options.MaxFiles <= 0))
            return new EvictionOutcome(0, 0, WithinLimits: true);

        uint random = NextRandom();
        if (random % CheckInterval == 0)
            Check(random / CheckInterval);
        StoreSize believed = Believed();
        return IsWithin(believed, 0) ? new EvictionOutcome(0, 0, WithinLimits: true) : Evict(believed, MaxPassesPerStore, random);
    }

    /// <summary>Counts the store anew, and evicts until it keeps its limits: for those who can wait.</summary>
    public EvictionOutcome Trim()
    {
        StoreWalk.RemoveStaleTemporaries(store);
        StoreSize actual = Correct();
        return IsWithin(actual, 0) || store.Options.ReadOnly
            ? new EvictionOutcome(0, 0, IsWithin(actual, 0))
            : Evict(actual, passes: 0, NextRandom());
    }

    /// <summary>Counts the store anew and corrects the statistics by the difference.</summary>
    public StoreSize Correct()
    {
        StoreSize believed = Believed();
        StoreSize actual = store.Scan();
        AppendCorrection(believed, actual);
        return actual;
    }

    private static uint NextRandom()
    {
        Span<byte> digits = stackalloc byte[8];
        RandomNames.Fill(digits);
        return (uint)Checksum64.Mix(BinaryPrimitives.ReadUInt64LittleEndian(digits));
    }

    private StoreSize Believed()
    {
        StatisticsSnapshot snapshot = statistics.Read();
        return new StoreSize(snapshot.Bytes, snapshot.Files);
    }

    private bool IsWithin(StoreSize size, int marginFraction)
    {
        long maxSize = store.Options.MaxSize;
        long maxFiles = store.Options.MaxFiles;
        if (marginFraction > 0)
        {
            maxSize -= maxSize / marginFraction;
            maxFiles -= maxFiles / marginFraction;
        }

        return (store.Options.MaxSize <= 0 || size.Bytes <= maxSize) && (store.Options.MaxFiles <= 0 || size.Files <= maxFiles);
    }

    /// <summary>Removes old entries in so many passes over samples; 0 for one pass over everything.</summary>
    private EvictionOutcome Evict(StoreSize size, int passes, uint random)
    {
        long files = 0;
        long bytes = 0;
        bool everything = passes == 0;
        for (int pass = 0; pass < Math.Max(passes, 1) && !IsWithin(size, MarginFraction); pass++)
        {
            EvictionSample sample = EvictionSample.Take(store, everything, random + (uint)pass);
            if (IsDoubtful(size, sample.Estimate) || (sample.IsWhole && IsOff(size, sample.Estimate)))
            {
                StoreSize actual = sample.IsWhole ? sample.Estimate : store.Scan();
                AppendCorrection(size, actual);
                size = actual;
            }

            int quota = sample.IsWhole ? sample.Count : Math.Max(sample.Count / SampleFraction, 1);
            foreach (ref readonly EvictionSample.Candidate candidate in sample.Candidates[..Math.Min(quota, sample.Count)])
            {
                if (IsWithin(size, MarginFraction))
                    break;
                int error = RemoveCandidate(candidate);
                if (!Errno.SaysAbsent(error) && error != Errno.None)
                    continue;
                // One that another evictor removed is gone as well; that one counts it.
                size = new StoreSize(size.Bytes - candidate.AllocatedBytes, size.Files - 1);
                if (error == Errno.None)
                {
                    bytes += candidate.AllocatedBytes;
                    files++;
                }
            }
        }

        if (files > 0)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.Evicted, (uint)Math.Min(files, uint.MaxValue));
            delta.Add(store.TakeDelta());
            statistics.Record(delta);
        }

        return new EvictionOutcome(files, bytes, IsWithin(size, 0));
    }

    private int RemoveCandidate(in EvictionSample.Candidate candidate)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        store.AppendEntryPath(ref path, candidate.Kind, candidate.Key);
        return store.RemoveFile(path.Bytes, candidate.AllocatedBytes);
    }

    /// <summary>Statistics may be lost, and files removed by hand: a look at some shards finds beliefs that are far off.</summary>
    private void Check(uint random)
    {
        StoreWalk.RemoveStaleTemporaries(store);
        StoreSize believed = Believed();
        EvictionSample sample = EvictionSample.Take(store, everything: false, random);
        if (IsDoubtful(believed, sample.Estimate))
            AppendCorrection(believed, sample.IsWhole ? sample.Estimate : store.Scan());
    }

    private static bool IsDoubtful(StoreSize believed, StoreSize estimate) =>
        Differs(believed.Bytes, estimate.Bytes, DoubtBytes) || Differs(believed.Files, estimate.Files, DoubtFiles);

    /// <summary>Twofold: the sizes of a thousand entries, of 320 seen, extrapolate better than that.</summary>
    private static bool Differs(long believed, long estimate, long slack) =>
        believed > (estimate * 2) + slack || estimate > (Math.Max(believed, 0) * 2) + slack;

    /// <summary>Against an exact count, only entries that are being stored, and not yet in the statistics, should differ.</summary>
    private static bool IsOff(StoreSize believed, StoreSize exact) =>
        Math.Abs(believed.Files - exact.Files) > 16 + (exact.Files / 8)
        || Math.Abs(believed.Bytes - exact.Bytes) > (exact.Bytes / 8) + (1 << 20);

    private void AppendCorrection(StoreSize believed, StoreSize actual)
    {
        StatisticsDelta delta = new();
        delta.Add(new StoreDelta(actual.Bytes - believed.Bytes, actual.Files - believed.Files));
        statistics.Record(delta);
    }
}
