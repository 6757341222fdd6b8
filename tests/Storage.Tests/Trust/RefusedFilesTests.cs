using System.Net.Sockets;
using System.Runtime.Versioning;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Trust;

/// <summary>What can stand in an entry's place besides an entry: it is a miss, it goes, the next store works, and nobody waits for it.</summary>
[SupportedOSPlatform("linux")]
public sealed class RefusedFilesTests : IDisposable
{
    /// <summary>A reader that hangs hangs for good; any other is through in milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");

    public void Dispose() => _folder.Dispose();

    private static readonly string[] s_kinds =
        ["pipe", "socket", "directory", "link", "dangling link", "link to itself", "set-user-id", "set-group-id", "sticky"];

    private static readonly string[] s_statistics = ["log", "log.sealed", "totals", "lock"];

    public static TheoryData<string> Kinds => [.. s_kinds];

    public static TheoryData<string> StatisticsFiles => [.. s_statistics];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Something_else_in_an_entrys_place_is_a_miss_and_goes(string kind)
    {
        foreach (EntryKind entry in (EntryKind[])[EntryKind.Manifest, EntryKind.Toolchain])
        {
            LocalStore store = _folder.Store();
            Assert.True(store.WriteEntry(entry, _key, "content"u8, replace: true).IsPresent);
            Put(kind, StorePaths.EntryText(store, entry, _key));
            Assert.True(Within(() => store.ReadEntry(entry, _key)).IsCorrupt);
            Assert.Equal(ReadState.Absent, store.ReadEntry(entry, _key).State);
            Assert.Equal(WriteState.Stored, store.WriteEntry(entry, _key, "content"u8, replace: false).State);
            Assert.True(store.ReadEntry(entry, _key).IsFound);
        }

        LocalStore results = _folder.Store();
        Assert.True(results.WriteResult(_key, Sample(), replace: true).IsPresent);
        Put(kind, StorePaths.EntryText(results, EntryKind.Result, _key));
        Assert.True(Within(() => results.OpenResult(_key)).IsCorrupt);
        Put(kind, StorePaths.EntryText(results, EntryKind.Result, _key));
        Assert.Equal(ReadState.Corrupt, Within(() => results.ReadWhole(EntryKind.Result, _key, 1 << 20, out _, out _)));
        Assert.True(results.WriteResult(_key, Sample(), replace: false).IsPresent);
        Assert.True(results.OpenResult(_key).IsFound);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_read_only_store_leaves_it_and_says_the_same(string kind)
    {
        LocalStore store = _folder.Store();
        Assert.True(store.WriteEntry(EntryKind.Manifest, _key, "content"u8, replace: true).IsPresent);
        string path = StorePaths.EntryText(store, EntryKind.Manifest, _key);
        Put(kind, path);
        LocalStore reader = _folder.Store(o => o with { ReadOnly = true });
        for (int i = 0; i < 2; i++)
            Assert.True(Within(() => reader.ReadEntry(EntryKind.Manifest, _key)).IsCorrupt);
        Assert.Contains(path, Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Commands_that_walk_the_store_dont_wait_and_verify_finds_it(string kind)
    {
        LocalStore store = _folder.Store();
        Assert.True(store.WriteResult(_key, Sample(), replace: true).IsPresent);
        Put(kind, StorePaths.EntryText(store, EntryKind.Result, _key));
        List<DamageKind> found = [];
        VerificationOutcome verified = Within(() => new StoreVerifier(store, new Statistics(store)).Run(repair: false, damage => found.Add(damage.Kind)));
        Assert.Equal(1, verified.Damaged);
        Assert.Equal(kind is "set-user-id" or "set-group-id" or "sticky" or "foreign" ? DamageKind.Untrusted : DamageKind.NotRegular, Assert.Single(found));
        Assert.Equal(1, Within(() => StoreCensus.Take(store)).Total.Files);
        Within(() => new Recompressor(store, new Statistics(store)).Measure());
        Assert.Equal(1, Within(() => new StoreVerifier(store, new Statistics(store)).Run(repair: true, _ => { })).Removed);
        Assert.Equal(0, store.Scan().Files);
    }

    [RootFact]
    public void Devices_and_files_of_strangers_are_treated_so_too()
    {
        foreach (string kind in (string[])["device", "foreign"])
        {
            Something_else_in_an_entrys_place_is_a_miss_and_goes(kind);
            A_read_only_store_leaves_it_and_says_the_same(kind);
            Directory.Delete(_folder.Cache, recursive: true);
            Commands_that_walk_the_store_dont_wait_and_verify_finds_it(kind);
            The_memo_of_digests_is_its_users_plain_file_or_made_anew(kind);
            Directory.Delete(_folder.Cache, recursive: true);
            foreach (string name in s_statistics)
                CountOn(kind, name);
        }
    }

    [Theory]
    [MemberData(nameof(StatisticsFiles))]
    public void Statistics_count_on_whatever_stands_in_the_place_of_their_files(string name)
    {
        foreach (string kind in s_kinds.Append("second name"))
            CountOn(kind, name);
    }

    private void CountOn(string kind, string name)
    {
        LocalStore store = _folder.Store();
        Statistics statistics = new(store);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        Assert.True(statistics.Record(delta), kind);
        Put(kind, StorePaths.Text(store, "stats/" + name));
        Within(() => statistics.Record(delta));
        Within(() => statistics.TryFold());
        Within(() => statistics.Read());

        // Whatever was lost by that, from here on each counts.
        ulong before = statistics.Read()[Counter.Miss];
        Assert.True(statistics.Record(delta), kind);
        Assert.True(statistics.TryFold(), kind);
        Assert.True(statistics.Record(delta), kind);
        Assert.True(statistics.Read()[Counter.Miss] == before + 2, kind);
        Directory.Delete(_folder.Cache, recursive: true);
    }

    [Fact]
    public void A_second_name_for_somebody_elses_file_is_never_written_through()
    {
        LocalStore store = _folder.Store();
        Statistics statistics = new(store);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        Assert.True(statistics.Record(delta));
        foreach (string name in (string[])["log", "log.sealed"])
        {
            // As a log it would be appended to; it even looks like one.
            string victim = _folder.Path + "/victim";
            File.Copy(StorePaths.Text(store, "stats/log"), victim, overwrite: true);
            byte[] before = File.ReadAllBytes(victim);
            string path = StorePaths.Text(store, "stats/" + name);
            File.Delete(path);
            Assert.Equal(0, WorkerTool.Run("ln", victim, path));
            Assert.True(statistics.Record(delta));
            Assert.True(statistics.TryFold());
            Assert.Equal(before, File.ReadAllBytes(victim));
            File.Delete(victim);
            Assert.True(statistics.Record(delta));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_memo_of_digests_is_its_users_plain_file_or_made_anew(string kind)
    {
        LocalStore store = _folder.Store();
        store.WriteEntry(EntryKind.Manifest, _key, "content"u8, replace: true);
        Directory.CreateDirectory(StorePaths.Text(store, "digests"));
        string path = StorePaths.Text(store, "digests/" + Posix.User.EffectiveId.ToString());
        Put(kind, path);
        using (FileDigestCache memo = Within(() => FileDigestCache.Open(store)))
            memo.Flush();
        bool keeps = kind is "set-user-id" or "set-group-id" or "sticky";
        Assert.Equal(keeps, Directory.GetFileSystemEntries(StorePaths.Text(store, "digests")).Length == 1);
    }

    /// <summary>Takes an entry's file, where one stands, and leaves something else in its place.</summary>
    private void Put(string kind, string path)
    {
        byte[] whole = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (Directory.Exists(path))
            Directory.Delete(path);
        File.Delete(path);
        string aside = _folder.Path + "/aside";
        File.Delete(aside);
        File.WriteAllBytes(aside, whole);
        switch (kind)
        {
            case "pipe":
                Assert.Equal(0, WorkerTool.Run("mkfifo", path));
                break;
            case "socket":
                // A socket's path has 108 bytes at most, so it is made aside.
                File.Delete(aside);
                using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    socket.Bind(new UnixDomainSocketEndPoint(aside));
                    Assert.Equal(0, WorkerTool.Run("mv", aside, path));
                }

                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "link":
                File.CreateSymbolicLink(path, aside);
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, aside + ".absent");
                break;
            case "link to itself":
                File.CreateSymbolicLink(path, path);
                break;
            case "device":
                Assert.Equal(0, WorkerTool.Run("mknod", path, "c", "1", "3"));
                break;
            case "second name":
                Assert.Equal(0, WorkerTool.Run("ln", aside, path));
                break;
            case "foreign":
                File.WriteAllBytes(path, whole);
                Assert.Equal(0, WorkerTool.Run("chown", "54321:54321", path));
                break;
            default:
                File.WriteAllBytes(path, whole);
                UnixFileMode bit = kind switch
                {
                    "set-user-id" => UnixFileMode.SetUser,
                    "set-group-id" => UnixFileMode.SetGroup,
                    _ => UnixFileMode.StickyBit,
                };
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | bit);
                break;
        }
    }

    private static ResultBuilder Sample()
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Samples.Noise(500));
        return builder;
    }

    private static T Within<T>(Func<T> work)
    {
        Task<T> task = Task.Run(work);
        Assert.True(task.Wait(Patience), "somebody waits for what stands there");
        return task.Result;
    }
}
