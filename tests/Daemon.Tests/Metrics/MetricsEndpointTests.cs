using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Larder.Daemon.Tests.Lifetime;
using Larder.Storage;
using Larder.Testing;

namespace Larder.Daemon.Tests.Metrics;

/// <summary>The setting metrics_listen, with a real daemon and stock HTTP.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class MetricsEndpointTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();
    private readonly string _address = "127.0.0.1:" + FreePort().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_served_is_well_formed_documented_and_counts()
    {
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_fixture.Root + "/cache") });
        StatisticsDelta delta = new() { Facts = new StatisticsFacts(Counter.DirectHit, 1_700_000_000, 1, 5, 2_500_000_000, 0, 10) };
        delta.Add(Counter.DirectHit);
        Assert.True(new Statistics(store).Record(delta));
        _fixture.With("LARDER_METRICS_LISTEN", _address).With("LARDER_MAX_JOBS", "3").Start();

        using HttpResponseMessage response = await AskAsync(HttpMethod.Get, "/metrics");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        PrometheusSamples samples = PrometheusSamples.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(1, samples["larder_cache_requests_total", ("result", "hit"), ("reason", "direct_hit")]);
        Assert.Equal(2.5, samples["larder_compiler_time_saved_seconds_total", ("namespace", ""), ("compiler", "(unknown)")]);
        Assert.Equal((3, 0), (samples["larder_jobs_limit"], samples["larder_jobs_running"]));
        Assert.True(samples["larder_daemon_uptime_seconds"] > 0);
        Assert.Equal(Documented().Order(StringComparer.Ordinal), samples.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics/", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/metrics", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/metrics", "rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/metrics", "127.0.0.1.rebound.example:80", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/metrics", "localhost:1", HttpStatusCode.OK)]
    [InlineData("GET", "/metrics", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("HEAD", "/metrics", null, HttpStatusCode.OK)]
    public async Task Nothing_else_is_served_and_not_under_any_name(string method, string path, string? host, HttpStatusCode expected)
    {
        _fixture.With("LARDER_METRICS_LISTEN", _address).Start();
        using HttpResponseMessage response = await AskAsync(new HttpMethod(method), path, host);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(method == "GET" && expected == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Length > 0);
    }

    [Fact]
    public void By_default_there_is_none()
    {
        int daemon = _fixture.Start();
        Assert.True(_fixture.Answers);
        Assert.False(HasPort(daemon));
        Assert.DoesNotContain("Metrics", _fixture.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:9464")]
    [InlineData("192.168.1.1:9464")]
    [InlineData("[::]:9464")]
    [InlineData("localhost:9464")]
    [InlineData("9464")]
    public void What_is_not_of_this_machine_alone_is_refused_by_name_and_compiles_are_served(string address)
    {
        int daemon = _fixture.With("LARDER_METRICS_LISTEN", address).Start();
        Assert.True(_fixture.Answers);
        Assert.False(HasPort(daemon));
        Assert.Contains($"metrics_listen can't be \"{address}\"", _fixture.LogText, StringComparison.Ordinal);
        Assert.Contains("a loopback address with a port", _fixture.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_socket_that_a_dead_daemon_left_and_not_after_the_end()
    {
        string path = _fixture.Root + "/metrics.sock";
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // .NET takes the name away that it bound to.
            dead.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + "-");
        }

        File.Move(path + "-", path);
        int daemon = _fixture.With("LARDER_METRICS_LISTEN", path).Start();

        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellation) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        DaemonFixture.Until(() => _fixture.LogText.Contains("Metrics are served", StringComparison.Ordinal));
        using HttpClient client = new(handler);
        PrometheusSamples.Parse(await client.GetStringAsync("http://whatever/metrics"));

        DaemonFixture.Signal(daemon, "TERM");
        DaemonFixture.Until(() => _fixture.Daemons.Length == 0);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_no_compile_from_being_served_and_is_tried_again()
    {
        using (TcpListener other = new(IPEndPoint.Parse(_address)))
        {
            other.Start();
            _fixture.With("LARDER_METRICS_LISTEN", _address).Start();
            Assert.True(_fixture.Answers);
            DaemonFixture.Until(() => _fixture.LogText.Contains("Metrics can't be served", StringComparison.Ordinal));
        }

        using HttpResponseMessage response = await AskAsync(HttpMethod.Get, "/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Who opens connections and says half of something has sixteen, for some seconds, and clients of the daemon don't notice.</summary>
    [Fact]
    public async Task Connections_are_few()
    {
        const int Tried = 40;
        const int Admitted = 16;
        _fixture.With("LARDER_METRICS_LISTEN", _address).Start();
        (await AskAsync(HttpMethod.Get, "/metrics")).Dispose();
        using CancellationTokenSource limit = new(DaemonFixture.Patience);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, Tried).Select(_ => AskHalfAsync(limit.Token)));

        // The one that asked before may still count as open.
        int slow = answers.Count(static answer => answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal));
        Assert.InRange(slow, Admitted - 1, Admitted);
        Assert.Equal(Tried - slow, answers.Count(static answer => answer.Length == 0));
        Assert.True(_fixture.Answers);
        using HttpResponseMessage response = await AskAsync(HttpMethod.Get, "/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>All that is answered to the beginning of a request, until the connection ends.</summary>
    private async Task<string> AskHalfAsync(CancellationToken limit)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPEndPoint.Parse(_address), limit);
        try
        {
            await client.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: loc"u8.ToArray(), limit);
            using StreamReader reader = new(client.GetStream());
            return await reader.ReadToEndAsync(limit);
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    /// <summary>Asks once the daemon listens.</summary>
    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? host = null)
    {
        using CancellationTokenSource limit = new(DaemonFixture.Patience);
        using HttpClient client = new();
        while (true)
        {
            using HttpRequestMessage request = new(method, $"http://{_address}{path}");
            request.Headers.Host = host;
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
            try
            {
                return await client.SendAsync(request, limit.Token);
            }
            catch (HttpRequestException notYet) when (notYet.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    /// <summary>Whether a process has a TCP socket.</summary>
    private static bool HasPort(int process)
    {
        HashSet<string> inodes = [];
        foreach (string table in (string[])["tcp", "tcp6"])
        {
            foreach (string line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
                inodes.Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9]);
        }

        return Directory.GetFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal) && inodes.Contains(target[8..^1]));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> Documented()
    {
        return File.ReadLines(SourceRoot.PathOf("docs/statistics.md"))
            .Select(static line => MetricRow().Match(line)).Where(static row => row.Success).Select(static row => row.Groups[1].Value);
    }

    [GeneratedRegex(@"^\| `larder\.[a-z_.]+` \| `([a-z_]+)` \|")]
    private static partial Regex MetricRow();
}
