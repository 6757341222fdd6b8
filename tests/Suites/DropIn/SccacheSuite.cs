using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Larder.Suites.Harness;

namespace Larder.Suites.DropIn;

/// <summary>larder under sccache's name, beside the distribution's sccache; and before rustc, under that name and its own.</summary>
public sealed class SccacheSuite : IDisposable
{
    private const string Oracle = "/usr/bin/sccache";

    private readonly NamedWorkspace _named = new("sccache");

    private Workspace Work => _named.Work;

    public void Dispose() => _named.Dispose();

    [ProgramFact(Oracle)]
    public void Its_statistics_have_sccaches_names_and_count_the_same_calls()
    {
        Dictionary<string, string?> oracle = new(StringComparer.Ordinal) { ["SCCACHE_DIR"] = Path.Combine(Work.Root, "oracle"), ["SCCACHE_SERVER_PORT"] = FreePort() };
        try
        {
            StartOracle(oracle);
            foreach (string call in (string[])["gcc -c x.c -o x.o", "gcc -c x.c -o x.o", "gcc -c -O2 x.c -o x.o"])
            {
                Work.Run(Oracle, call.Split(' '), variables: oracle).Succeeded();
                _named.Run(call.Split(' ')).Succeeded();
            }

            ProcessResult expected = Work.Run(Oracle, ["--show-stats", "--stats-format", "json"], variables: oracle).Succeeded();
            ProcessResult given = _named.Run("--show-stats", "--stats-format=json").Succeeded();
            using JsonDocument theirs = JsonDocument.Parse(expected.Output);
            using JsonDocument ours = JsonDocument.Parse(given.Output);
            AssertHas(theirs.RootElement, ours.RootElement, "$");
            foreach (string name in (string[])["compile_requests", "requests_executed", "requests_not_compile", "requests_not_cacheable", "cache_writes", "compile_fails", "forced_recaches"])
                Assert.True(Stat(theirs, name).GetInt64() == Stat(ours, name).GetInt64(), name);
            foreach (string name in (string[])["cache_hits", "cache_misses"])
                Assert.Equal(Stat(theirs, name).GetProperty("counts").GetRawText(), Stat(ours, name).GetProperty("counts").GetRawText());

            string text = _named.Run("-s").Succeeded().OutputText;
            foreach (string line in Work.Run(Oracle, ["-s"], variables: oracle).Succeeded().OutputText.Split('\n').Where(line => line.Length > 30))
                Assert.Contains(line[..28], text, StringComparison.Ordinal);
            Assert.Contains("Compile requests                      0\n", _named.Run("--zero-stats").Succeeded().OutputText, StringComparison.Ordinal);
        }
        finally
        {
            Work.Run(Oracle, ["--stop-server"], variables: oracle);
        }
    }

    /// <summary>sccache itself gives its server ten seconds, which a machine full of other tests may not.</summary>
    private void StartOracle(Dictionary<string, string?> oracle)
    {
        for (int tries = 0; tries < 5; tries++)
        {
            if (Work.Run(Oracle, ["--start-server"], variables: oracle).ExitCode == 0 || Work.Run(Oracle, ["--show-stats"], variables: oracle).ExitCode == 0)
                return;
        }

        Assert.Fail("sccache's own server does not start");
    }

    [ProgramFact(Oracle)]
    public void Its_commands_end_as_sccaches_do()
    {
        Dictionary<string, string?> oracle = new(StringComparer.Ordinal) { ["SCCACHE_SERVER_PORT"] = FreePort() };
        foreach (string command in (string[])["", "--version", "--help", "--nosuch", "-s -z", "--show-stats --stats-format xml", "--dist-auth"])
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            ProcessResult expected = Work.Run(Oracle, words, variables: oracle);
            ProcessResult given = _named.Run(words);
            Assert.True(expected.ExitCode == given.ExitCode, $"sccache {command}: {expected.ExitCode} / {given.ExitCode}");
            Assert.Equal((expected.Output.Length == 0, expected.Error.Length == 0), (given.Output.Length == 0, given.Error.Length == 0));
        }

        Assert.Matches(@"^sccache \d+\.\d+\.\d+ \(larder ", _named.Run("--version").OutputText);
        using JsonDocument status = JsonDocument.Parse(_named.Run("--dist-status").Succeeded().Output);
        Assert.True(status.RootElement.TryGetProperty("Disabled", out _));
    }

    [Fact]
    public void Its_server_is_the_daemon_of_these_settings()
    {
        string runtime = Path.Combine(Work.Root, "runtime");
        Work.Run("mkdir", ["-m", "700", runtime]).Succeeded();
        Work.Variables["XDG_RUNTIME_DIR"] = runtime;
        Work.Variables["LARDER_NO_DAEMON"] = null;
        Dictionary<string, string?> own = new(StringComparer.Ordinal) { ["LARDER_DIR"] = Work.Cache };
        try
        {
            Assert.Equal("sccache: Starting the server...\n", _named.Run("--start-server").Succeeded().OutputText);
            Work.Run(LarderBinary.Path, ["daemon", "status"], variables: own).Succeeded();
            _named.Run("--start-server").Succeeded();
            _named.Run("gcc", "-c", "x.c").Succeeded();
            using JsonDocument json = JsonDocument.Parse(_named.Run("-s", "--stats-format", "json").Succeeded().Output);
            Assert.Equal(1, Stat(json, "requests_executed").GetInt64());
        }
        finally
        {
            ProcessResult stopped = _named.Run("--stop-server").Succeeded();
            Assert.StartsWith("Stopping sccache server...\nCompile requests                      1\n", stopped.OutputText, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, Work.Run(LarderBinary.Path, ["daemon", "status"], variables: own).ExitCode);
        _named.Run("--stop-server").Succeeded();
    }

    [Fact]
    public void Its_settings_count_and_those_of_back_ends_are_named_once()
    {
        Work.Variables["SCCACHE_BUCKET"] = "b";
        Work.Variables["SCCACHE_GHA_ENABLED"] = "true";
        Work.Variables["SCCACHE_IGNORE_SERVER_IO_ERROR"] = "1";
        Work.Variables["SCCACHE_CACHE_SIZE"] = "3G";
        Assert.Empty(_named.Run("gcc", "-c", "x.c").Succeeded().ErrorText);
        Work.Variables["SCCACHE_RECACHE"] = "1";
        Assert.Empty(_named.Run("gcc", "-c", "x.c").Succeeded().ErrorText);

        ProcessResult shown = _named.Run("--show-stats", "--stats-format", "json").Succeeded();
        Assert.Equal("sccache: warning: not used by larder: SCCACHE_BUCKET, SCCACHE_GHA_ENABLED (larder has no remote storage; results are kept in the cache directory alone)\n", shown.ErrorText);
        using JsonDocument json = JsonDocument.Parse(shown.Output);
        Assert.Equal(1, Stat(json, "forced_recaches").GetInt64());
        Assert.Equal(3L << 30, json.RootElement.GetProperty("max_cache_size").GetInt64());
        Assert.Equal($"Local disk: \"{Work.Cache}\"", json.RootElement.GetProperty("cache_location").GetString());
    }

    [Fact]
    public void Rustc_runs_unchanged_behind_either_name()
    {
        Work.Write("fake/rustc", "#!/bin/sh\necho \"$0\" \"$@\"\nenv | grep -c ^LARDER_PASSED\ncat\nexit 7\n");
        Work.Shell("chmod 755 fake/rustc").Succeeded();
        Work.Variables["PATH"] = Work.PathOf("fake") + ":" + Work.Variables["PATH"];
        string arguments = "- --crate-name ___ --print=file-names --crate-type bin 'a b'";
        ProcessResult bare = Work.Shell($"echo in | rustc {arguments}");
        foreach (string wrapper in (string[])["sccache", "\"$LARDER\"", "sccache sccache"])
        {
            ProcessResult wrapped = Work.Shell($"echo in | {wrapper} rustc {arguments}");
            Assert.Equal((7, bare.OutputText.Replace("\n0\n", "\n", StringComparison.Ordinal), ""), (wrapped.ExitCode, Regex(wrapped.OutputText), wrapped.ErrorText));
            ProcessResult byPath = Work.Shell($"echo in | {wrapper} $PWD/fake/rustc {arguments}");
            Assert.Equal((7, bare.OutputText, ""), (byPath.ExitCode, byPath.OutputText, byPath.ErrorText));
        }

        Assert.Empty(Work.Entries('r'));
    }

    /// <summary>The count of one variable that a script found on PATH is given, so that it can't lead back here.</summary>
    private static string Regex(string output) => output.Replace("\n0\n", "\n", StringComparison.Ordinal).Replace("\n1\n", "\n", StringComparison.Ordinal);

    private static JsonElement Stat(JsonDocument json, string name) => json.RootElement.GetProperty("stats").GetProperty(name);

    /// <summary>Every member of one is in the other, with the same type.</summary>
    private static void AssertHas(JsonElement expected, JsonElement given, string path)
    {
        Assert.True(expected.ValueKind == given.ValueKind, $"{path}: {expected.ValueKind} / {given.ValueKind}");
        if (expected.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            Assert.True(given.TryGetProperty(member.Name, out JsonElement same), $"{path}.{member.Name}");
            AssertHas(member.Value, same, $"{path}.{member.Name}");
        }
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
