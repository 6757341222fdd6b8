using System.Globalization;

namespace Larder.Bench.Tools;

/// <summary>ccache with its default settings (direct mode, zstd).</summary>
internal sealed class CcacheTool(string executable, Workspace workspace) : Tool("ccache", workspace)
{
    internal override string[] Launcher => [executable];

    internal override CacheCounts Counts()
    {
        var counters = Ask("--print-stats").Split('\n')
            .Select(line => line.Split('\t'))
            .Where(fields => fields.Length == 2)
            .ToDictionary(fields => fields[0], fields => long.Parse(fields[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new CacheCounts(
            counters.GetValueOrDefault("direct_cache_hit") + counters.GetValueOrDefault("preprocessed_cache_hit"),
            counters.GetValueOrDefault("cache_miss"));
    }

    protected override void UseCache(string directory)
    {
        Environment["CCACHE_DIR"] = directory;
        // Neither the user's nor the system's configuration.
        Environment["CCACHE_CONFIGPATH"] = Path.Join(directory, "ccache.conf");
        Environment["CCACHE_CONFIGPATH2"] = Path.Join(directory, "system.conf");
    }
}
