using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Ccache;

/// <summary>The statistics of a cache under ccache's ids.</summary>
internal sealed class CcacheStatistics
{
    private readonly Dictionary<string, ulong> _values = new(StringComparer.Ordinal);

    internal CcacheStatistics(LocalStore store)
    {
        StatisticsSnapshot snapshot = new Statistics(store).Read();
        foreach (CcacheCounter counter in CcacheCounters.All)
            _values[counter.Id] = 0;
        foreach ((ushort id, ulong value) in snapshot.Counters)
        {
            if (CcacheCounters.IdOf((Counter)id) is { } name)
                _values[name] += value;
        }

        // Look-ups are of results: how many files that took is not counted. Misses are not told apart by mode, and nearly all are direct mode's.
        ulong hits = this["direct_cache_hit"] + this["preprocessed_cache_hit"];
        _values["direct_cache_miss"] = this["cache_miss"];
        _values["local_storage_hit"] = _values["local_storage_read_hit"] = hits;
        _values["local_storage_miss"] = _values["local_storage_read_miss"] = this["cache_miss"];

        Size = snapshot.IsSizeKnown ? new StoreSize(snapshot.Bytes, snapshot.Files) : store.Scan();
        ZeroedAt = snapshot.ZeroedAt;
        UpdatedAt = LastChange(store.Options.Directory);
        _values["cache_size_kibibyte"] = (ulong)Math.Max(Size.Bytes, 0) / 1024;
        _values["files_in_cache"] = (ulong)Math.Max(Size.Files, 0);
        _values["max_cache_size_kibibyte"] = (ulong)store.Options.MaxSize / 1024;
        _values["max_files_in_cache"] = (ulong)store.Options.MaxFiles;
        _values["stats_zeroed_timestamp"] = (ulong)ZeroedAt;
        _values["stats_updated_timestamp"] = (ulong)UpdatedAt;
    }

    internal StoreSize Size { get; }

    /// <summary>In seconds since the epoch; 0 for never.</summary>
    internal long ZeroedAt { get; }

    /// <summary>When something was counted last, in seconds since the epoch; 0 for never.</summary>
    internal long UpdatedAt { get; }

    internal ulong this[string id] => _values[id];

    /// <summary>All values, in the order of their ids.</summary>
    internal IEnumerable<KeyValuePair<string, ulong>> Values => _values.OrderBy(static value => value.Key, StringComparer.Ordinal);

    internal ulong Sum(CcacheSection section)
    {
        ulong sum = 0;
        foreach (CcacheCounter counter in CcacheCounters.All)
            sum += counter.Section == section ? this[counter.Id] : 0;
        return sum;
    }

    private static long LastChange(byte[] directory)
    {
        long last = 0;
        foreach (string name in (string[])["log", "log.sealed", "totals"])
        {
            byte[] path = ByteString.Concat(directory, "/v1/stats/"u8, System.Text.Encoding.ASCII.GetBytes(name));
            if (FileSystem.Stat(path, out FileStatus status) == Errno.None)
                last = Math.Max(last, status.Modified.Seconds);
        }

        return last;
    }
}
