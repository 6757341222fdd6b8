using System.Net.Sockets;
using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Lines 20, 22 and 26, and what is counted: a daemon under attack, on a bad disk, killed at any moment.</summary>
public sealed class SurvivalSuite : IDisposable
{
    private readonly ServedWorkspace _served = new();

    public SurvivalSuite()
    {
        for (int i = 0; i < 6; i++)
        {
            _served.Work.Write($"s{i}.c", $"#warning {i}\nint s{i}(int x) {{ return x * {i}; }}\n");
            _served.Work.Write($"r{i}.e", _served.Work.Run("gcc", ["-c", $"s{i}.c", "-o", $"r{i}.o"]).Succeeded().Error);
        }

        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    /// <summary>Line 20: oversized, truncated and hostile input on many connections, while a build is served.</summary>
    [Fact]
    public void Hostile_frames_are_rejected_and_the_daemon_keeps_serving()
    {
        byte[] preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        byte[][] attacks =
        [
            [], [0], Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), preface[..10], preface,
            [.. preface, 255, 255, 255, 4, 0, 0, 0, 0, 0], [.. preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 100, 1, 4, 0, 0, 0, 1, 0x82],
            [.. preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 9, 4, 0, 0, 0, 1], [.. preface, 0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [.. preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5, 1, 5, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff],
        ];
        DaemonResources before = DaemonResources.Of(_served.ProcessId);
        for (int round = 0; round < 60; round++)
        {
            byte[] attack = round < 2 * attacks.Length ? attacks[round % attacks.Length] : Noise(preface, round);
            using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(_served.Socket));
            client.Send(attack);
            if (round % 3 == 0)
                client.Shutdown(SocketShutdown.Send);
            if (round % 10 == 0)
                AssertCompiles(round % 6);
        }

        AssertCompiles(0);
        ServedWorkspace.Until(() => _served.Status().GetProperty("connections").GetInt32() <= 1, "all connections are closed");
        _served.AssertAtRest();
        DaemonResources.Of(_served.ProcessId).AssertNoMoreThan(before, "hostile frames");
    }

    /// <summary>Line 26: builds go on while the daemon is killed and started again.</summary>
    [Fact]
    public void A_daemon_that_is_killed_again_and_again()
    {
        RunningProgram clients = _served.ClientScript($$"""
            for ((c = 0; c < 6; c++)); do
              (for ((i = 0; i < {{TestLength.Choose(40, 1000)}}; i++)); do
                k=$((RANDOM % 6)); [ $((RANDOM % 3)) = 0 ] && "$LARDER" clear >/dev/null 2>&1; rm -f c$c.o
                "$LARDER" gcc -c s$k.c -o c$c.o 2> c$c.e || echo "FAILED $k"
                cmp c$c.o r$k.o || echo "WRONG $k"; cmp c$c.e r$k.e
              done) &
            done; wait
            """);
        Random random = new();
        while (!clients.HasEnded)
        {
            Thread.Sleep(random.Next(120));
            _served.Kill();
            _served.Start();
        }

        ProcessResult result = clients.Finish();
        Assert.Equal("", result.OutputText + result.ErrorText);
        _served.AssertAtRest();
        Assert.False(_served.Work.Counters().ContainsKey("corrupt_entry"));
    }

    /// <summary>Line 22: in a namespace of their own, so that the mounts go with the processes.</summary>
    [RootFact]
    public void A_full_disk()
    {
        string said = OnFileSystem("mount -t tmpfs -o size=40k none cache; dd if=/dev/zero of=cache/fill bs=1k 2>/dev/null");
        Assert.Contains("\"stored\": 0", said, StringComparison.Ordinal);
    }

    /// <summary>Line 22.</summary>
    [RootFact]
    public void A_cache_that_is_mounted_read_only() => OnFileSystem("cp -a \"$LARDER_DIR\"/. cache; mount --bind cache cache; mount -o remount,ro,bind cache");

    [Fact]
    public void Statistics_are_the_same_with_and_without_a_daemon()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 6; i++)
                AssertCompiles(i);
        }

        Assert.NotEqual(0, _served.Work.Larder("gcc", "-c", "no-such-file.c").ExitCode);
        _served.Work.Larder("gcc", "--version").Succeeded();
        foreach (string[] words in (string[][])[["stats"], ["stats", "--json"]])
        {
            string with = _served.Work.Run(LarderBinary.Path, words).Succeeded().OutputText;
            string without = _served.Work.Run(
                LarderBinary.Path, words, variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_NO_DAEMON"] = "1" }).Succeeded().OutputText;
            Assert.Equal(without, with);
            Assert.Contains("12", with, StringComparison.Ordinal);
        }

        Dictionary<string, long> counters = _served.Work.Counters();
        _served.Stop();
        Assert.Equal(counters, _served.Work.Counters());
        Assert.Equal((12, 6, 6), (counters["direct_hit"], counters["miss"], counters["stored"]));
    }

    private void AssertCompiles(int source)
    {
        _served.Work.Delete("o");
        ProcessResult result = _served.Work.Run(LarderBinary.Path, ["gcc", "-c", $"s{source}.c", "-o", "o"]).Succeeded();
        Assert.Equal(_served.Work.Read($"r{source}.e"), result.Error);
        Assert.Equal(_served.Work.Read($"r{source}.o"), _served.Work.Read("o"));
    }

    /// <summary>Compiles through a daemon on a cache in a file system of its own. What "stats --json" says in the end.</summary>
    private string OnFileSystem(string make)
    {
        ProcessResult result = _served.ClientScript($$"""
            unshare -m bash -c '
              mkdir cache; {{make}}
              mkdir -m 700 own; export LARDER_DIR=$PWD/cache LARDER_SOCKET=$PWD/own/d.sock
              $(dirname $LARDER)/larderd --foreground 2>/dev/null & daemon=$!
              until $LARDER daemon status >/dev/null 2>&1; do sleep 0.05; done
              for round in 1 2; do for k in 0 1 2 3 4 5; do
                $LARDER gcc -c s$k.c -o o 2> e || echo FAILED; cmp o r$k.o; cmp e r$k.e
              done; done
              $LARDER daemon status --json | grep -o "requests[^,]*" >&2
              $LARDER stats --json >&2
              kill $daemon; wait $daemon'
            """).Finish();
        Assert.Equal("", result.OutputText);
        Assert.Contains("requests\": 12", result.ErrorText, StringComparison.Ordinal);
        return result.ErrorText;
    }

    private static byte[] Noise(byte[] preface, int seed)
    {
        Random random = new(seed);
        byte[] noise = new byte[random.Next(1, 40_000)];
        random.NextBytes(noise);
        return [.. preface, .. noise];
    }
}
