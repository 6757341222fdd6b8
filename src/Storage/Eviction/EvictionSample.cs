using Larder.Posix;

namespace Larder.Storage;

/// <summary>Entries looked at to find old ones, and what they say of the store's size.</summary>
internal sealed class EvictionSample
{
    /// <summary>
    /// At least so many entries are compared. Of 320 the 15 oldest go, while the oldest tenth of the store has 32 ± 5 of them: so
    /// practically all that go are of the oldest tenth.
    /// </summary>
    internal const int MinEntries = 320;

    /// <summary>Of one shard so many at most: a look costs a system call each, and several shards tell more of the store's size.</summary>
    private const int MaxPerShard = 64;

    /// <summary>
    /// Beyond so many names, which is beyond 130,000 entries in the store, one shard is enough: keys are digests, so its entries are as good a
    /// sample as any, and listing it is most of the cost.
    /// </summary>
    private const int LargeShard = 512;

    /// <summary>How far ahead, in seconds, the clock of another machine that shares the cache may be: as far as use is noted.</summary>
    private const long ClockSlack = 3600;

    private readonly List<(EntryKind Kind, Digest Key)> _names = [];
    private readonly long _latest = Clock.FileTime.Seconds + ClockSlack;
    private long[] _times;
    private Candidate[] _candidates;
    private int _visited;
    private int _start;
    private bool _capped;
    private long _files;
    private long _bytes;

    private EvictionSample(int room)
    {
        _times = new long[room];
        _candidates = new Candidate[room];
    }

    /// <summary>The candidates, oldest first.</summary>
    internal ReadOnlySpan<Candidate> Candidates => _candidates.AsSpan(0, Count);

    internal int Count { get; private set; }

    /// <summary>What all candidates take on disk.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Whether every entry of the store was looked at.</summary>
    internal bool IsWhole => _visited == StoreLayout.ShardCount && !_capped;

    /// <summary>
    /// How many of the candidates are practically sure to be of the store's oldest tenth: a tenth of the sample, less three standard
    /// deviations of how many of the oldest tenth it holds. All of a whole store, whose order is known.
    /// </summary>
    internal int SurelyOld => IsWhole ? Count : Math.Clamp((int)((Count / 10.0) - (3 * Math.Sqrt(Count * 0.09))), Math.Min(Count, 1), Count);

    /// <summary>The store's size: exact where <see cref="IsWhole"/>, else extrapolated.</summary>
    internal StoreSize Estimate => _visited == StoreLayout.ShardCount
        ? new StoreSize(_bytes, _files)
        : new StoreSize(_bytes * StoreLayout.ShardCount / Math.Max(_visited, 1), _files * StoreLayout.ShardCount / Math.Max(_visited, 1));

    /// <summary>An entry that may be removed.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="AllocatedBytes">What it takes on disk.</param>
    /// <param name="UsedSeconds">When it was used last, in seconds since the epoch.</param>
    internal readonly record struct Candidate(EntryKind Kind, Digest Key, long AllocatedBytes, long UsedSeconds);

    /// <summary>Looks at random shards until enough entries were seen: what a process can do beside its own business.</summary>
    internal static EvictionSample Take(LocalStore store, uint random)
    {
        EvictionSample sample = new(MinEntries);

        // Odd, so that its multiples visit all shards; another one each time, for samples of one and the same sequence overlap in long runs,
        // and where the oldest are gone already, what is the oldest there is not old.
        uint mixed = (uint)Checksum64.Mix(random);
        uint step = mixed | 1;
        while (sample._visited < StoreLayout.ShardCount && sample.Count < MinEntries)
        {
            int shard = (int)(((mixed >> 8) + ((uint)sample._visited * step)) % StoreLayout.ShardCount);
            sample.Add(store, shard, MaxPerShard, MinEntries - sample.Count, random >> 8);
        }

        sample.Sort();
        return sample;
    }

    /// <summary>
    /// Looks at whole shards, one after the other, until enough entries were seen or all shards were. Whoever goes round and round looks at
    /// shards whose oldest went all equally long ago.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="cursor">The first shard; afterwards the one behind the last. Goes round.</param>
    /// <param name="entries">How many are enough.</param>
    /// <param name="shards">No more shards than this.</param>
    internal static EvictionSample TakeShards(LocalStore store, ref int cursor, int entries, int shards)
    {
        EvictionSample sample = new(MinEntries);
        while (sample._visited < Math.Min(shards, StoreLayout.ShardCount) && sample.Count < entries)
        {
            sample.Add(store, cursor, int.MaxValue, int.MaxValue, 0);
            cursor = (cursor + 1) % StoreLayout.ShardCount;
        }

        sample.Sort();
        return sample;
    }

    /// <summary>Adds entries of a shard, from some number on: directories list in a fixed order.</summary>
    private void Add(LocalStore store, int shard, int limit, int limitOfLarge, uint from)
    {
        _visited++;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        _start = StoreWalk.StartShard(ref path, store, shard);
        if (store.Place.List(path.Bytes, out DirectoryReader reader) != Errno.None)
            return;
        _names.Clear();
        using (reader)
        {
            while (reader.Read())
            {
                if (StoreLayout.TryParseEntryName(reader.Name, out EntryKind kind, out Digest key))
                    _names.Add((kind, key));
            }
        }

        limit = _names.Count > LargeShard ? limitOfLarge : limit;
        int taken = 0;
        long bytes = 0;
        for (int i = 0; i < Math.Min(_names.Count, limit); i++)
        {
            (EntryKind kind, Digest key) = _names[(int)((from + (uint)i) % (uint)_names.Count)];
            if (!TryLook(ref path, kind, in key, out FileStatus status))
                continue;
            taken++;
            bytes += status.AllocatedBytes;

            // One from the future was stored while a clock was wrong, and would be the youngest for long; used again, it would have got the right time.
            long time = status.Modified.Seconds > _latest ? long.MinValue : status.Modified.TotalNanoseconds;
            Add(new Candidate(kind, key, status.AllocatedBytes, status.Modified.Seconds), time);
        }

        _capped |= limit < _names.Count;
        _files += limit < _names.Count ? _names.Count : taken;
        _bytes += limit < _names.Count && taken > 0 ? bytes * _names.Count / taken : bytes;
    }

    private bool TryLook(scoped ref PathText path, EntryKind kind, in Digest key, out FileStatus status)
    {
        PathText name = new(stackalloc byte[StoreLayout.EntryNameLength]);
        StoreLayout.AppendEntryName(ref name, kind, in key);
        StoreWalk.Enter(ref path, _start, name.Bytes);
        return FileSystem.LinkStat(path.Bytes, out status) == Errno.None;
    }

    private void Add(in Candidate candidate, long time)
    {
        if (Count == _candidates.Length)
        {
            Array.Resize(ref _candidates, Count * 2);
            Array.Resize(ref _times, Count * 2);
        }

        _candidates[Count] = candidate;
        _times[Count++] = time;
        Bytes += candidate.AllocatedBytes;
    }

    private void Sort() => Array.Sort(_times, _candidates, 0, Count);
}
