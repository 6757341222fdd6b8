using System.Text.Json;
using Larder.Storage;

namespace Larder.CommandLine.Tests;

/// <summary>The commands that work on a whole cache: evict, verify, recompress, du.</summary>
public sealed class StoreCommandsTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private static Digest Key(string name) => Digest.Of(CommandFixture.Bytes(name));

    private string Store(string name, string ofNamespace = "", string compiler = "/usr/bin/gcc", byte toolchain = 1, int hoursAgo = 0)
    {
        LocalStore store = _fixture.OpenStore();
        ResultBuilder builder = new() { Metadata = ResultMetadata.Of(CommandFixture.Bytes(ofNamespace), CommandFixture.Bytes(compiler), Digest.Of([toolchain])) };
        builder.Add(ResultMemberKind.Object, CommandFixture.Bytes(string.Concat(Enumerable.Repeat(name + " ", 4000))));
        Assert.True(store.WriteResult(Key(name), builder, replace: false).IsPresent);
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.True(new Statistics(store).Record(delta));
        string path = _fixture.PathOf(Key(name), 'r');
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hoursAgo));
        return path;
    }

    [Fact]
    public void Evict_by_age_and_namespace()
    {
        string old = Store("old", hoursAgo: 50);
        string oldKernel = Store("old kernel", "kernel", hoursAgo: 50);
        string youngKernel = Store("young kernel", "kernel");
        string young = Store("young");

        Assert.Equal(0, _fixture.Run("evict", "--older-than", "2d", "--namespace", "kernel"));
        Assert.False(File.Exists(oldKernel));
        Assert.True(File.Exists(old) && File.Exists(young) && File.Exists(youngKernel));
        Assert.Equal(0, _fixture.Run("evict", "--namespace", "kernel"));
        Assert.StartsWith("Removed 1 file, ", _fixture.Output);
        Assert.Equal(0, _fixture.Run("evict", "--older-than", "2d"));
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        _fixture.Run("stats");
        _fixture.AssertShows("evicted 3");
    }

    [Fact]
    public void Evict_down_to_a_size_takes_what_was_not_used_for_longest()
    {
        for (int i = 0; i < 20; i++)
            Store("entry " + i, hoursAgo: i);

        Assert.Equal(0, _fixture.Run("evict", "--to-size", "45k"));

        StoreSize left = _fixture.OpenStore().Scan();
        Assert.InRange(left.Bytes, 1, 45_000);
        for (int i = 0; i < 20; i++)
            Assert.Equal(i < left.Files, File.Exists(_fixture.PathOf(Key("entry " + i), 'r')));
        Assert.Equal(0, _fixture.Run("evict", "--to-size", "0"));
        Assert.Equal(0, _fixture.OpenStore().Scan().Files);
    }

    [Theory]
    [InlineData("evict: --older-than: \"2w\" is no age such as 90s, 30m, 12h or 7d", "evict", "--older-than", "2w")]
    [InlineData("evict: --to-size: \"much\" is no size such as 0, 500M or 10GiB", "evict", "--to-size", "much")]
    [InlineData("evict: --namespace: which one? Entries without a namespace are removed by --older-than, --to-size or \"larder clear\"", "evict", "--namespace", "")]
    [InlineData("evict: say what: --older-than, --namespace or --to-size; \"larder clear\" removes everything", "evict")]
    [InlineData("recompress: --level is a number from 0 to 19", "recompress", "--level", "20")]
    public void What_is_not_understood_is_said_and_changes_nothing(string problem, params string[] words)
    {
        string path = Store("entry", hoursAgo: 1000);

        Assert.Equal(2, _fixture.Run(words));

        Assert.Equal("larder: " + problem + "\n", _fixture.Error);
        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData("evict", "--older-than", "1h")]
    [InlineData("recompress")]
    [InlineData("verify", "--repair")]
    public void A_read_only_cache_is_left_alone(params string[] words)
    {
        Store("entry", hoursAgo: 1000);

        Assert.Equal(1, _fixture.With("LARDER_READ_ONLY=yes").Run(words));

        Assert.Contains(": read_only is set (LARDER_READ_ONLY), so nothing is ", _fixture.Error);
    }

    [Fact]
    public void Verify_finds_what_is_damaged_and_removes_it_when_asked()
    {
        Store("whole");
        string damaged = Store("damaged");
        string cut = Store("cut");
        string link = Store("link");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^3] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        using (FileStream file = File.OpenWrite(cut))
            file.SetLength(70);
        File.Delete(link);
        File.CreateSymbolicLink(link, damaged);

        Assert.Equal(1, _fixture.Run("verify"));
        _fixture.AssertShows("damaged " + damaged);
        _fixture.AssertShows("damaged " + cut);
        _fixture.AssertShows("no regular file " + link);
        Assert.Contains(_fixture.Lines, line => line.StartsWith("4 entries in ", StringComparison.Ordinal) && line.EndsWith(": 3 damaged", StringComparison.Ordinal));
        Assert.Equal("larder: verify: \"larder verify --repair\" removes what is damaged\n", _fixture.Error);
        Assert.True(File.Exists(damaged) && File.Exists(cut));

        Assert.Equal(0, _fixture.Run("verify", "--repair"));
        Assert.False(File.Exists(damaged) || File.Exists(cut) || File.Exists(link));
        _fixture.Run("stats");
        _fixture.AssertShows("corrupt_entry 3");
        Assert.Equal(0, _fixture.Run("verify"));
        Assert.Contains(_fixture.Lines, line => line.StartsWith("1 entry in ", StringComparison.Ordinal) && line.EndsWith(": all whole", StringComparison.Ordinal));
    }

    [Fact]
    public void Recompress_writes_results_anew_and_they_hold_the_same()
    {
        string path = Store("entry", hoursAgo: 30);
        DateTime used = File.GetLastWriteTimeUtc(path);
        _fixture.With("LARDER_COMPRESSION=1");

        Assert.Equal(0, _fixture.Run("recompress", "--level", "0"));
        Assert.StartsWith("1 result at level 0: ", _fixture.Output);
        Assert.True(new FileInfo(path).Length > 24_000);
        Assert.Equal(0, _fixture.Run("recompress"));
        Assert.StartsWith("1 result at level 1: ", _fixture.Output);
        Assert.True(new FileInfo(path).Length < 2000);
        Assert.Equal(used, File.GetLastWriteTimeUtc(path));
        Assert.Equal(0, _fixture.Run("verify"));
    }

    [Fact]
    public void Du_groups_what_there_is()
    {
        Store("a", "kernel", "/usr/bin/clang");
        Store("b", hoursAgo: 30);
        Store("c", hoursAgo: 5000, toolchain: 2);
        _fixture.OpenStore().WriteEntry(EntryKind.Toolchain, Key("t"), new byte[100], replace: false);

        Assert.Equal(0, _fixture.Run("du"));
        _fixture.AssertShows(_fixture.Cache + ": 16 KiB in 4 files");
        _fixture.AssertShows("results 12 KiB 75.0 % 3 files");
        _fixture.AssertShows("compilers' identities 4 KiB 25.0 % 1 file");
        _fixture.AssertShows("within the last 1 hour 8 KiB 50.0 % 2 files");
        _fixture.AssertShows("within the last 7 days 4 KiB 25.0 % 1 file");
        _fixture.AssertShows("longer ago 4 KiB 25.0 % 1 file");
        _fixture.AssertShows("up to 4 KiB 16 KiB 100.0 % 4 files");
        _fixture.AssertShows("/usr/bin/clang 4 KiB 25.0 % 1 file");
        _fixture.AssertShows($"/usr/bin/gcc ({Digest.Of([2]).ToString()[..8]}) 4 KiB 25.0 % 1 file");
        _fixture.AssertShows("kernel 4 KiB 25.0 % 1 file");
        _fixture.AssertShows("(none) 8 KiB 50.0 % 2 files");

        Assert.Equal(0, _fixture.Run("du", "--json", "--by", "namespace"));
        using JsonDocument json = JsonDocument.Parse(_fixture.Output);
        Assert.Equal(16384, json.RootElement.GetProperty("size_bytes").GetInt64());
        Assert.Equal(["(none) 8192 2", "kernel 4096 1"], json.RootElement.GetProperty("namespace").EnumerateArray().Select(static group =>
            $"{group.GetProperty("name").GetString()} {group.GetProperty("size_bytes").GetInt64()} {group.GetProperty("files").GetInt64()}"));
        Assert.False(json.RootElement.TryGetProperty("age", out _));
        Assert.Equal(2, _fixture.Run("du", "--by", "colour"));
    }

    [Fact]
    public void A_cache_that_is_not_there_is_an_empty_one()
    {
        Assert.Equal(0, _fixture.Run("du"));
        Assert.Equal(0, _fixture.Run("verify"));
        Assert.Equal(0, _fixture.Run("recompress"));
        Assert.Equal(0, _fixture.Run("evict", "--older-than", "1s"));
        Assert.False(Directory.Exists(_fixture.Cache));
    }
}
