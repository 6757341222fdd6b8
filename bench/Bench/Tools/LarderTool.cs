using System.Text.Json;

namespace Larder.Bench.Tools;

/// <summary>larder straight from the disk, without a daemon, with its default settings.</summary>
internal class LarderTool(string executable, Workspace workspace, string name = "larder") : Tool(name, workspace)
{
    internal override string[] Launcher => [executable];

    internal override CacheCounts Counts()
    {
        // Where a daemon runs, this waits until it has counted what it answered.
        using var statistics = JsonDocument.Parse(Ask("stats", "--json"));
        var counters = statistics.RootElement.GetProperty("counters");
        return new CacheCounts(Counter("direct_hit") + Counter("preprocessed_hit"), Counter("miss"));

        long Counter(string name) => counters.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
    }

    protected override void UseCache(string directory)
    {
        Environment["LARDER_DIR"] = directory;
        Environment["LARDER_NO_DAEMON"] = "1";
        Environment["LARDER_CONFIG"] = "/dev/null";
    }
}
