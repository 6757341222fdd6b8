using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Ccache;

/// <summary>"ccache -s", with -v and -vv: the lines that ccache 4.7 prints.</summary>
internal static class CcacheStatisticsText
{
    /// <param name="statistics">What is shown.</param>
    /// <param name="settings">Of the cache.</param>
    /// <param name="verbosity">How many -v there were.</param>
    /// <param name="output">Where to.</param>
    internal static void Write(CcacheStatistics statistics, CacheSettings settings, int verbosity, TextWriter output)
    {
        CcacheTable table = new();
        bool all = verbosity > 1;
        if (verbosity > 0)
            AddHead(table, statistics, settings, all);

        ulong direct = statistics["direct_cache_hit"];
        ulong preprocessed = statistics["preprocessed_cache_hit"];
        ulong hits = direct + preprocessed;
        ulong misses = statistics["cache_miss"];
        ulong uncacheable = statistics.Sum(CcacheSection.Uncacheable);
        ulong errors = statistics.Sum(CcacheSection.Error);
        ulong calls = hits + misses + uncacheable + errors;
        if (all || calls > 0)
        {
            table.AddRatio("Cacheable calls:", hits + misses, calls);
            table.AddRatio("  Hits:", hits, hits + misses);
            table.AddRatio("    Direct:", direct, hits);
            table.AddRatio("    Preprocessed:", preprocessed, hits);
            table.AddRatio("  Misses:", misses, hits + misses);
        }

        if (all || uncacheable > 0)
            table.AddRatio("Uncacheable calls:", uncacheable, calls);
        if (verbosity > 0)
            AddSection(table, statistics, CcacheSection.Uncacheable, all, uncacheable);
        if (all || errors > 0)
            table.AddRatio("Errors:", errors, calls);
        if (verbosity > 0)
            AddSection(table, statistics, CcacheSection.Error, all, 0);
        if (verbosity > 0 && (all || hits + misses > 0))
        {
            table.Add("Successful lookups:");
            table.AddRatio("  Direct:", direct, direct + statistics["direct_cache_miss"]);
            table.AddRatio("  Preprocessed:", preprocessed, preprocessed + statistics["preprocessed_cache_miss"]);
        }

        AddStorage(table, statistics, settings, verbosity, hits, misses);
        table.WriteTo(output);
    }

    private static void AddHead(CcacheTable table, CcacheStatistics statistics, CacheSettings settings, bool all)
    {
        table.AddText("Cache directory:", ByteText.Show(settings.Directory));
        table.AddText("Config file:", ByteText.Show(settings.Foreign?.ConfigFile));
        table.AddText("System config file:", ByteText.Show(settings.Foreign?.SystemConfigFile));
        table.AddText("Stats updated:", Time(statistics.UpdatedAt));
        if (all)
            table.AddText("Stats zeroed:", Time(statistics.ZeroedAt));
    }

    private static void AddSection(CcacheTable table, CcacheStatistics statistics, CcacheSection section, bool all, ulong whole)
    {
        foreach (CcacheCounter counter in CcacheCounters.All.OrderBy(static counter => counter.Label, StringComparer.Ordinal))
        {
            ulong value = counter.Section == section ? statistics[counter.Id] : 0;
            if (counter.Section == section && (all || value > 0))
                table.AddRatio($"  {counter.Label}:", value, whole);
        }
    }

    private static void AddStorage(CcacheTable table, CcacheStatistics statistics, CacheSettings settings, int verbosity, ulong hits, ulong misses)
    {
        const double Giga = 1_000_000_000;
        table.Add("Local storage:");
        string size = (statistics.Size.Bytes / Giga).ToString("F2");
        if (settings.MaxSize > 0)
            table.Add("  Cache size (GB):", size, (settings.MaxSize / Giga).ToString("F2"), CcacheTable.Share(statistics.Size.Bytes, settings.MaxSize));
        else
            table.Add("  Cache size (GB):", size);
        if (verbosity == 0)
            return;
        table.AddRatio("  Files:", statistics["files_in_cache"], (ulong)settings.MaxFiles);
        if (verbosity > 1 || statistics["cleanups_performed"] > 0)
            table.Add("  Cleanups:", statistics["cleanups_performed"]);
        table.AddRatio("  Hits:", hits, hits + misses);
        table.AddRatio("  Misses:", misses, hits + misses);
        table.Add("  Reads:", statistics["local_storage_read_hit"] + statistics["local_storage_read_miss"]);
        table.Add("  Writes:", statistics["local_storage_write"]);
        if (verbosity == 1)
            return;
        table.Add("Remote storage:");
        foreach (string label in (string[])["Hits", "Misses", "Reads", "Writes", "Errors", "Timeouts"])
            table.Add($"  {label}:", 0);
    }

    private static string Time(long seconds) => seconds == 0
        ? "never"
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToLocalTime().ToString("ddd MMM d HH:mm:ss yyyy");
}
