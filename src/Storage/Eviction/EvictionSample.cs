using Larder.Posix;

namespace Larder.Storage;

/// <summary>Entries looked at to find old ones, and what they say of the store's size.</summary>
internal sealed class EvictionSample
{
    /// <summary>
    /// At least so many entries are compared. Removing the oldest 1/20 of 320 means 16, while the oldest tenth of the store has
    /// 32 ± 5 in the sample: so practically all that go are of the oldest tenth.
    /// </summary>
    internal const int MinEntries = 320;

    /// <summary>Of one large shard, so many at most: a look costs a system call each.</summary>
    private const int MaxPerShard = 64;

    private readonly List<(EntryKind Kind, Digest Key)> _names = [];
    private long[] _ages = new long[MinEntries];
    private Candidate[] _candidates = new Candidate[MinEntries];

    /// <summary>The candidates, oldest first.</summary>
    internal ReadOnlySpan<Candidate> Candidates => _candidates.AsSpan(0, Count);

    internal int Count { get; private set; }

    /// <summary>Whether every entry of the store was looked at.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The store's size: exact where <see cref="IsWhole"/>, else extrapolated.</summary>
    internal StoreSize Estimate { get; private set; }

    /// <summary>An entry that may be removed.</summary>
    internal readonly record struct Candidate(EntryKind Kind, Digest Key, long AllocatedBytes);

    /// <summary>Looks at random shards until enough entries were seen, or at everything.</summary>
    internal static EvictionSample Take(LocalStore store, bool everything, uint random)
    {
        EvictionSample sample = new();
        long files = 0;
        long bytes = 0;
        int visited = 0;

        // Odd, so that its multiples visit all shards; another one each time, for samples of one and the same sequence overlap in long runs,
        // and where the oldest are gone already, what is the oldest there is not old.
        uint mixed = (uint)Checksum64.Mix(random);
        uint step = mixed | 1;
        bool capped = false;
        while (visited < StoreLayout.ShardCount && (everything || sample.Count < MinEntries))
        {
            int shard = (int)(((mixed >> 8) + ((uint)visited * step)) % StoreLayout.ShardCount);
            visited++;
            int before = sample.Count;
            long bytesOfShard = sample.AddShard(store, shard, everything ? int.MaxValue : MaxPerShard, random, ref capped);
            files += sample._names.Count;
            int taken = sample.Count - before;
            bytes += taken == 0 ? 0 : bytesOfShard * Math.Max(sample._names.Count, taken) / taken;
        }

        sample.IsWhole = visited == StoreLayout.ShardCount && !capped;
        sample.Estimate = visited == StoreLayout.ShardCount
            ? new StoreSize(bytes, files)
            : new StoreSize(bytes * StoreLayout.ShardCount / visited, files * StoreLayout.ShardCount / visited);
        Array.Sort(sample._ages, sample._candidates, 0, sample.Count);
        return sample;
    }

    /// <summary>Adds entries of a shard, from a random one on: directories list in a fixed order. Their bytes on disk.</summary>
    private long AddShard(LocalStore store, int shard, int limit, uint random, ref bool capped)
    {
        _names.Clear();
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        int length = StoreWalk.StartShard(ref path, store, shard);
        if (store.Place.List(path.Bytes, out DirectoryReader reader) != Errno.None)
            return 0;
        using (reader)
        {
            while (reader.Read())
            {
                if (StoreLayout.TryParseEntryName(reader.Name, out EntryKind kind, out Digest key))
                    _names.Add((kind, key));
            }
        }

        long bytes = 0;
        int count = Math.Min(_names.Count, limit);
        capped |= count < _names.Count;
        Span<byte> name = stackalloc byte[StoreLayout.EntryNameLength];
        for (int i = 0; i < count; i++)
        {
            (EntryKind kind, Digest key) = _names[(int)(((random >> 8) + (uint)i) % (uint)_names.Count)];
            PathText entryName = new(name);
            StoreLayout.AppendEntryName(ref entryName, kind, key);
            StoreWalk.Enter(ref path, length, name);
            if (FileSystem.LinkStat(path.Bytes, out FileStatus status) != Errno.None)
                continue;
            bytes += status.AllocatedBytes;
            Add(new Candidate(kind, key, status.AllocatedBytes), status.Modified.TotalNanoseconds);
        }

        return bytes;
    }

    private void Add(in Candidate candidate, long age)
    {
        if (Count == _candidates.Length)
        {
            Array.Resize(ref _candidates, Count * 2);
            Array.Resize(ref _ages, Count * 2);
        }

        _candidates[Count] = candidate;
        _ages[Count++] = age;
    }
}
