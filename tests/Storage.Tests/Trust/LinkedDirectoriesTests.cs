using System.Text;
using Larder.Posix;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Trust;

/// <summary>
/// Who may write to a cache directory can put links in the place of directories in it. Nothing is read, written, renamed or removed where they
/// lead; on the way to the cache directory links are as good as anywhere.
/// </summary>
public sealed class LinkedDirectoriesTests : IDisposable
{
    private static readonly DateTime Old = DateTime.UtcNow.AddDays(-2);

    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");
    private readonly string _victim;

    public LinkedDirectoriesTests()
    {
        _victim = Directory.CreateDirectory(_folder.Path + "/victim").FullName;
        foreach (string name in (string[])["log", "log.sealed", "totals", "lock", "thesis.tex", User.EffectiveId.ToString()])
        {
            File.WriteAllText(Path.Combine(_victim, name), "mine: " + name);
            File.SetLastWriteTimeUtc(Path.Combine(_victim, name), Old);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stats")]
    [InlineData("tmp")]
    [InlineData("digests")]
    [InlineData("shard")]
    public void Nothing_happens_behind_a_link_and_the_store_works_on(string name)
    {
        LocalStore store = _folder.Store();
        UseAll(store);
        string before = Listing();
        string path = name == "shard" ? Path.GetDirectoryName(StorePaths.EntryText(store, EntryKind.Manifest, _key))! : StorePaths.Text(store, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateSymbolicLink(path, _victim);

        for (int round = 0; round < 2; round++)
            UseAll(_folder.Store());
        Assert.Equal(before, Listing());
        Assert.Null(new DirectoryInfo(path).LinkTarget);
        LocalStore again = _folder.Store();
        Assert.True(again.WriteEntry(EntryKind.Manifest, _key, "new"u8, replace: true).IsPresent);
        Assert.True(again.ReadEntry(EntryKind.Manifest, _key).IsFound);
    }

    [Fact]
    public void A_shard_that_leads_to_another_cache_gives_nothing_from_there()
    {
        LocalStore other = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Path + "/other") });
        Assert.True(other.WriteEntry(EntryKind.Manifest, _key, "theirs"u8, replace: false).IsPresent);
        LocalStore store = _folder.Store();
        Assert.True(store.WriteEntry(EntryKind.Manifest, Samples.Key("b"), "x"u8, replace: false).IsPresent);
        string shard = Path.GetDirectoryName(StorePaths.EntryText(store, EntryKind.Manifest, _key))!;
        Directory.CreateSymbolicLink(shard, Path.GetDirectoryName(StorePaths.EntryText(other, EntryKind.Manifest, _key))!);
        Assert.False(store.ReadEntry(EntryKind.Manifest, _key).IsFound);
        store.Clear();
        Assert.True(other.ReadEntry(EntryKind.Manifest, _key).IsFound);
    }

    [Fact]
    public void A_link_in_the_place_of_all_is_left_and_not_followed()
    {
        LocalStore store = _folder.Store();
        Directory.CreateDirectory(_folder.Cache);
        Directory.CreateDirectory(_victim + "/tmp");
        File.WriteAllText(_victim + "/tmp/old", "mine");
        File.SetLastWriteTimeUtc(_victim + "/tmp/old", Old);
        string before = Listing();
        Directory.CreateSymbolicLink(_folder.Cache + "/v1", _victim);
        UseAll(store, succeeds: false);
        Assert.Equal(before, Listing());
        Assert.Equal(_victim, new DirectoryInfo(_folder.Cache + "/v1").LinkTarget);
    }

    [Fact]
    public void Links_on_the_way_to_the_directory_are_followed()
    {
        Directory.CreateDirectory(_folder.Path + "/disk/deep");
        Directory.CreateSymbolicLink(_folder.Path + "/home", _folder.Path + "/disk");
        Directory.CreateSymbolicLink(_folder.Path + "/disk/deep/cache", _folder.Path + "/elsewhere");
        Directory.CreateDirectory(_folder.Path + "/elsewhere");
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Path + "/home/deep/cache") });
        UseAll(store);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsFound);
        Assert.True(File.Exists(_folder.Path + "/elsewhere/v1/stats/totals"));
    }

    /// <summary>All that is done in a store: reads, stores, counts, folds, keeps digests, evicts, clears up.</summary>
    private void UseAll(LocalStore store, bool succeeds = true)
    {
        store.ReadEntry(EntryKind.Manifest, _key);
        Assert.Equal(succeeds, store.WriteEntry(EntryKind.Manifest, _key, "one"u8, replace: true).IsPresent);
        Assert.Equal(succeeds, store.WriteEntry(EntryKind.Manifest, _key, "two"u8, replace: true).IsPresent);
        store.Publisher.UsesUnnamedFiles = false;
        Assert.Equal(succeeds, store.WriteEntry(EntryKind.Manifest, _key, "three"u8, replace: true).IsPresent);
        store.Publisher.UsesUnnamedFiles = true;
        Statistics statistics = new(store);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        delta.Add(store.TakeDelta());
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(succeeds, statistics.Record(delta));
            Assert.Equal(succeeds, statistics.TryFold());
        }

        using (FileDigestCache memo = FileDigestCache.Open(store))
        {
            byte[] path = Encoding.UTF8.GetBytes(_victim + "/thesis.tex");
            Assert.Equal(Errno.None, FileSystem.Stat(path, out FileStatus status));
            memo.Put(in status, in _key, 0, path);
        }

        new Evictor(store, statistics).AfterStore();
        StoreWalk.RemoveStaleTemporaries(store);
        store.Scan();
        store.Clear();
        Assert.Equal(succeeds, store.WriteEntry(EntryKind.Manifest, _key, "four"u8, replace: true).IsPresent);
    }

    private string Listing() => string.Join('\n', Directory.GetFileSystemEntries(_victim, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => path + " " + (File.Exists(path) ? File.ReadAllText(path) : "directory")));
}
