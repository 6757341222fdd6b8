using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Larder.Bench.Tools;

/// <summary>sccache with its default settings, its server on a port and a directory of its own.</summary>
internal sealed class SccacheTool(string executable, Workspace workspace) : Tool("sccache", workspace)
{
    private bool running;

    internal override string[] Launcher => [executable];

    internal override CacheCounts Counts()
    {
        using var document = JsonDocument.Parse(Ask("--show-stats", "--stats-format", "json"));
        var statistics = document.RootElement.GetProperty("stats");
        return new CacheCounts(Sum("cache_hits"), Sum("cache_misses"));

        // One count per language.
        long Sum(string name) => statistics.GetProperty(name).GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt64());
    }

    public override void Dispose()
    {
        StopServer();
        base.Dispose();
    }

    protected override void UseCache(string directory)
    {
        StopServer();
        Environment["SCCACHE_DIR"] = directory;
        Environment["SCCACHE_CONF"] = Path.Join(directory, "none.conf");
        Environment["SCCACHE_SERVER_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        Ask("--start-server");
        running = true;
    }

    private void StopServer()
    {
        if (!running)
            return;
        running = false;
        Ask("--stop-server");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
