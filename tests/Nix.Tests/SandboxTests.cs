using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>
/// What the module says, done: a package of packageNames built in Nix's sandbox, with the module's sandbox paths, finds its cache on the host.
/// </summary>
public sealed class SandboxTests : IDisposable
{
    private readonly PrivateStore _store = new();

    public SandboxTests()
    {
        foreach (string directory in (string[])["packages", "kernel"])
            Directory.CreateDirectory(Path.Combine(_store.Cache, directory));
        File.WriteAllText(Path.Combine(_store.Cache, "config"), $"max_size = 1Gi\nlog = {_store.Cache}/packages/log\n");
    }

    public void Dispose() => _store.Dispose();

    [SandboxFact]
    public void Another_derivation_with_the_same_compile_takes_it_from_the_hosts_cache()
    {
        string first = _store.BuildInSandbox("first");
        string second = _store.BuildInSandbox("second");
        Assert.NotEqual(first, second);
        Assert.Equal(File.ReadAllBytes(first + "/x.o"), File.ReadAllBytes(second + "/x.o"));
        Assert.Equal(string.Empty, File.ReadAllText(first + "/said") + File.ReadAllText(second + "/said"));
        Dictionary<string, long> counters = Counters();
        Assert.Equal(1, counters["miss"]);
        Assert.Equal(1, counters["stored"]);
        Assert.Equal(1, counters["direct_hit"]);
        Assert.Equal(2, File.ReadAllLines(_store.Cache + "/packages/log").Length);
    }

    [SandboxFact]
    public void The_build_sees_nothing_of_larder_in_its_environment_and_keeps_its_umask()
    {
        string built = _store.BuildInSandbox("first");
        Assert.DoesNotContain("LARDER", File.ReadAllText(built + "/environment"), StringComparison.Ordinal);
        Assert.Equal("0022\n", File.ReadAllText(built + "/umask"));
        Assert.Equal("770", _store.Shell($"stat -c %a {_store.Cache}/packages/v1").Trim());
    }

    [SandboxFact]
    public void Without_the_directory_the_build_is_the_compilers()
    {
        Directory.Delete(_store.Cache, recursive: true);
        string built = _store.BuildInSandbox("first");
        Assert.True(new FileInfo(built + "/x.o").Length > 0);
        Assert.False(Directory.Exists(_store.Cache));
    }

    [SandboxFact]
    public void Read_only_uses_what_is_there_and_adds_nothing()
    {
        _store.BuildInSandbox("first");
        string[] before = Directory.GetFiles(_store.Cache + "/packages", "*", SearchOption.AllDirectories);
        File.WriteAllText(Path.Combine(_store.Cache, "config"), $"read_only = true\nlog = {_store.Cache}/log-that-cannot-be\n");
        _store.BuildInSandbox("second");
        _store.BuildInSandbox("third", "-O2");
        Assert.Equal(before, Directory.GetFiles(_store.Cache + "/packages", "*", SearchOption.AllDirectories));
        Assert.Equal(1, Counters()["miss"]);
    }

    private Dictionary<string, long> Counters()
    {
        using JsonDocument json = JsonDocument.Parse(_store.Shell($"LARDER_DIR={_store.Cache}/packages {PrivateStore.Larder} stats --json"));
        return json.RootElement.GetProperty("counters").EnumerateObject().ToDictionary(counter => counter.Name, counter => counter.Value.GetInt64(), StringComparer.Ordinal);
    }
}
