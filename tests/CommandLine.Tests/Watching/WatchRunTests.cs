using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Watching;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Watching;

/// <summary>Watching a real daemon, to which clients report what they did.</summary>
[SupportedOSPlatform("linux")]
public sealed class WatchRunTests : IDisposable
{
    private const int Patience = 60_000;

    private readonly CommandFixture _fixture = new();
    private readonly ProcessEnvironment _environment;
    private readonly StringBuilder _written = new();
    private readonly ManualResetEventSlim _isTaken = new(true);

    public WatchRunTests()
    {
        string dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        _fixture.With("XDG_RUNTIME_DIR=" + _fixture.Root, "DOTNET_ROOT=" + dotnet, "LARDER_CONFIG=/dev/null");
        _fixture.DaemonProgram = Environment.GetEnvironmentVariable("LARDERD_UNDER_TEST") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Daemon/debug/larderd"));
        _environment = new ProcessEnvironment(
            [.. new[] { "HOME=" + _fixture.Home, "LARDER_DIR=" + _fixture.Cache, "XDG_RUNTIME_DIR=" + _fixture.Root, "LARDER_CONFIG=/dev/null" }.Select(Encoding.UTF8.GetBytes)]);
        Assert.Equal(0, _fixture.Run("daemon", "start"));
    }

    private Endpoint Endpoint => new DaemonClient(CacheSettings.Load(_environment), _environment).Endpoint;

    public void Dispose()
    {
        _isTaken.Set();
        _fixture.Run("daemon", "stop");
        _fixture.Dispose();
        _isTaken.Dispose();
    }

    [Fact]
    public async Task Events_that_were_lost_are_told_and_none_is_missing_else()
    {
        // More than the daemon keeps and sockets hold.
        const int Reports = 12_000;
        int lasts = 0;
        using CancellationTokenSource stop = new();
        Task<WatchModel> watch = Watch(new WatchOptions { AsJson = true }, stop.Token);
        Until(() => Written.Contains("\"connected\"", StringComparison.Ordinal));
        _isTaken.Reset();
        using (DaemonConnection connection = Connect())
        {
            for (int i = 0; i < Reports; i++)
                Report(connection, (ulong)i, $"x{i}.c");
            _isTaken.Set();

            // The next one that there is room for tells what was lost before it.
            Until(() =>
            {
                Report(connection, Reports, "last.c");
                lasts++;
                return Written.Contains("last.c", StringComparison.Ordinal);
            });
        }

        await stop.CancelAsync();
        WatchModel model = await watch;
        JsonElement[] lines = [.. Lines()];
        ulong lost = 0;
        foreach (JsonElement line in lines.Where(static line => TypeOf(line) == "lost"))
            lost += line.GetProperty("count").GetUInt64();
        Assert.True(lost > 0);
        Assert.Equal(lost, model.Lost);
        ulong seen = (ulong)lines.Count(static line => TypeOf(line) == "compile");
        Assert.InRange(seen + lost, Reports + 1UL, Reports + (ulong)lasts);
        Assert.Equal(lost, lines[^1].GetProperty("lost").GetUInt64());
    }

    [Fact]
    public async Task A_filter_shows_one_build_and_explanations_stand_behind_misses_alone()
    {
        Task<WatchModel> watch = Watch(new WatchOptions { IsPlain = true, Builds = BuildFilter.Of("5"), Count = 2 }, CancellationToken.None);
        Until(() => Written.Contains("# watching", StringComparison.Ordinal));
        using (DaemonConnection connection = Connect())
        {
            Report(connection, 4, "four.c");
            Report(connection, 5, "five.c", Counter.Miss);
            Report(connection, 5, "five.c");
        }

        WatchModel model = await watch.WaitAsync(TimeSpan.FromMilliseconds(Patience));
        Assert.Equal((1UL, 1UL), (model.Tally.Hits, model.Tally.Misses));
        Assert.DoesNotContain("four.c", Written, StringComparison.Ordinal);
        string[] lines = [.. Written.Split('\n').Where(static line => line.Contains("five.c", StringComparison.Ordinal))];
        Assert.EndsWith(": because of five.c", lines[0]);
        Assert.DoesNotContain("because", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_is_up_where_nothing_happens_too()
    {
        WatchModel model = await Watch(new WatchOptions { IsPlain = true, For = TimeSpan.FromMilliseconds(300) }, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience));
        Assert.Equal(0UL, model.Tally.All);
        Assert.EndsWith("0 hits, 0 misses, 0 uncached\n", Written);
    }

    [Fact]
    public async Task A_reader_that_is_gone_ends_it()
    {
        WatchRun run = Make(new WatchOptions());
        LiveOutput output = new(static _ => Errno.BrokenPipe);
        WatchRun unread = new(new WatchOptions(), Client(), _fixture.OpenStore(), TimeProvider.System) { IsUnread = () => output.IsClosed };
        await Task.Run(() => unread.Run(new PlainView(run.Model, output), CancellationToken.None)).WaitAsync(TimeSpan.FromMilliseconds(Patience));
        Assert.True(output.IsClosed);
    }

    [Fact]
    public void Others_see_that_somebody_watches_as_long_as_somebody_does()
    {
        Assert.False(IsMarked());
        using CancellationTokenSource stop = new();
        Task<WatchModel> watch = Watch(new WatchOptions { IsPlain = true }, stop.Token);
        Until(IsMarked);
        stop.Cancel();
        Until(() => !IsMarked() && watch.IsCompleted);

        bool IsMarked() => FileSystem.LinkStat(Endpoint.WatchMark, out _) == Errno.None;
    }

    private static string TypeOf(JsonElement line) => line.GetProperty("type").GetString()!;

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it never comes to that");

    private static void Report(DaemonConnection connection, ulong session, string source, Counter reason = Counter.DirectHit)
    {
        ProtobufWriter writer = new();
        new ReportRequest
        {
            BuildId = BuildIdentity.Id.ToArray(),
            Session = session,
            Compiler = "/usr/bin/gcc"u8.ToArray(),
            Source = Encoding.UTF8.GetBytes(source),
            WorkingDirectory = Encoding.UTF8.GetBytes("/home/" + new string('d', 300)),
            Reason = (uint)reason,
            Duration = 1_000_000,
        }.WriteTo(writer);
        Assert.Equal(CallState.Reply, connection.Call(DaemonMethods.Report, writer.Written, UnixSocketDeadline.In(Patience)).State);
    }

    private DaemonClient Client() => new(CacheSettings.Load(_environment), _environment);

    private DaemonConnection Connect() => Client().TryConnect()!;

    private WatchRun Make(WatchOptions options) => new(options, Client(), _fixture.OpenStore(), TimeProvider.System)
    {
        Explain = static miss => "because of " + Encoding.UTF8.GetString(miss.Source.Span),
    };

    private Task<WatchModel> Watch(WatchOptions options, CancellationToken stop) => Task.Run(
        () =>
        {
            WatchRun run = Make(options);
            LiveOutput output = new(bytes =>
            {
                _isTaken.Wait();
                lock (_written)
                    _written.Append(Encoding.UTF8.GetString(bytes));
                return Errno.None;
            });
            using IWatchView view = options.AsJson ? new JsonView(run.Model, output, TimeProvider.System) : new PlainView(run.Model, output);
            run.Run(view, stop);
            return run.Model;
        },
        CancellationToken.None);

    private string Written
    {
        get
        {
            lock (_written)
                return _written.ToString();
        }
    }

    private IEnumerable<JsonElement> Lines() => Written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    });
}
