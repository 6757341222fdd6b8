using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

/// <summary>Statistics on file systems that don't order appends: a network's, as far as the store knows.</summary>
public sealed class LooseRecordsTests : IDisposable
{
    private const long Nfs = 0x6969;

    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly LocalStore _store;
    private readonly Statistics _statistics;
    private readonly StatisticsDelta _delta = new() { Facts = Samples.Facts(Counter.Miss, spent: 7) };

    public LooseRecordsTests()
    {
        _store = Remote();
        _statistics = new Statistics(_store);
        _delta.Add(Counter.Miss);
        _delta.Add(new StoreDelta(10, 1));
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<long, bool> Types => new()
    {
        { 0xEF53, false }, { 0x9123683E, false }, { 0x01021994, false }, { 0x794C7630, false },
        { Nfs, true }, { 0x01021997, true }, { 0xFF534D42, true }, { 0x65735546, true }, { 0x4D44, true }, { 0x12345678, true },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Only_where_appends_are_known_to_be_ordered_a_log_is_appended_to(long type, bool isLoose)
    {
        LocalStore store = _folder.Store(o => o with { FileSystemType = type });
        Assert.True(new Statistics(store).Record(_delta));
        Assert.Equal(!isLoose, File.Exists(StorePaths.Text(store, "stats/log")));
        Assert.Equal(1UL, new Statistics(store).Read()[Counter.Miss]);
    }

    [Fact]
    public void Everything_counts_once_folded_or_not_and_few_files_are_left()
    {
        for (int i = 0; i < 600; i++)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.DirectHit, 2);
            delta.AddNamed("-fodd"u8);
            delta.Add(new StoreDelta(5, -1));
            Assert.True(_statistics.Record(delta));
        }

        StatisticsSnapshot snapshot = _statistics.Read();
        Assert.Equal((1200UL, 3000, -600), (snapshot[Counter.DirectHit], snapshot.Bytes, snapshot.Files));
        Assert.Equal(600UL, Assert.Single(snapshot.Named).Value);
        Assert.InRange(Loose().Length, 0, 250);
        Assert.True(_statistics.TryFold());
        Assert.Empty(Loose());
        Assert.Equal(1200UL, _statistics.Read()[Counter.DirectHit]);
        Assert.True(_statistics.Record(_delta) && _statistics.Zero());
        Assert.Equal(0UL, _statistics.Read()[Counter.Miss]);
        Assert.Equal(3010, _statistics.Read().Bytes);
    }

    [Fact]
    public void Of_several_hosts_and_the_one_whose_disk_it_is()
    {
        Statistics local = new(_folder.Store());
        Statistics[] hosts = [local, _statistics, new(Remote()), new(Remote())];
        Thread[] threads = new Thread[hosts.Length];
        ulong last = 0;
        bool fell = false;
        for (int i = 0; i < hosts.Length; i++)
        {
            int number = i;
            threads[i] = new Thread(() =>
            {
                for (int n = 0; n < 200; n++)
                {
                    StatisticsDelta delta = new() { Facts = Samples.Facts(Counter.Miss, spent: 7) };
                    delta.Add(Counter.Miss);
                    Assert.True(hosts[number].Record(delta));
                    if (n % 50 == 0)
                        hosts[number].TryFold();
                    if (number != 0)
                        continue;
                    StatisticsSnapshot snapshot = hosts[0].Read();
                    ulong now = snapshot[Counter.Miss];
                    fell |= now < last || snapshot.Sums.Misses != now;
                    last = now;
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        Assert.False(fell, "a reader saw the count go back, or two counts");
        foreach (Statistics host in hosts)
            Assert.Equal((800UL, 5600UL), (host.Read()[Counter.Miss], host.Read().Sums.Spent));
        Assert.True(local.TryFold() && _statistics.TryFold());
        Assert.Equal((800UL, 5600UL), (_statistics.Read()[Counter.Miss], _statistics.Read().Sums.Spent));
    }

    /// <summary>A folder that dies between two of its steps.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_fold_that_was_cut_short_is_finished_by_the_next(int steps)
    {
        for (int i = 0; i < 5; i++)
            Assert.True(_statistics.Record(_delta));
        _statistics.TryFold();
        string[] names = [];
        for (int i = 0; names.Length < 3; i++)
        {
            Assert.True(_statistics.Record(_delta) && i < 100);
            names = Loose();
        }

        ulong expected = _statistics.Read()[Counter.Miss];
        LooseRecords loose = new(_store);
        Assert.True(loose.Gather(Encoding.UTF8.GetBytes(Sealed), out _));
        byte[] log = File.ReadAllBytes(Sealed);
        Assert.Equal(expected, _statistics.Read()[Counter.Miss]);
        if (steps > 1)
        {
            foreach (string name in names)
                File.Delete(name);
            Assert.Equal(expected, _statistics.Read()[Counter.Miss]);
        }

        if (steps > 2)
        {
            Assert.True(_statistics.TryFold());
            File.WriteAllBytes(Sealed, log);
            Assert.Equal(expected, _statistics.Read()[Counter.Miss]);
        }

        // Of those that come now.
        Assert.True(_statistics.Record(_delta));
        Assert.Equal(expected + 1, _statistics.Read()[Counter.Miss]);
        Assert.True(_statistics.TryFold());
        Assert.Equal((expected + 1, 7 * (expected + 1)), (_statistics.Read()[Counter.Miss], _statistics.Read().Sums.Spent));
        Assert.Empty(Loose());
        Assert.False(File.Exists(Sealed));
    }

    [Fact]
    public void A_log_of_the_host_that_owns_the_disk_is_left_to_it()
    {
        LocalStore local = _folder.Store();
        Assert.True(new Statistics(local).Record(_delta));
        File.Move(StorePaths.Text(local, "stats/log"), Sealed);
        Assert.True(_statistics.Record(_delta) && _statistics.TryFold());
        Assert.True(File.Exists(Sealed));
        Assert.Equal(2UL, _statistics.Read()[Counter.Miss]);
        Assert.True(new Statistics(local).TryFold());
        Assert.False(File.Exists(Sealed));
        Assert.Equal(2UL, _statistics.Read()[Counter.Miss]);
    }

    [Fact]
    public void A_log_cannot_name_what_is_to_be_unlinked()
    {
        Assert.True(_statistics.Record(_delta));
        string victim = StorePaths.Text(_store, "victim");
        File.WriteAllText(victim, "mine");
        byte[] log = new byte[3 * StatisticsRecord.Size];
        StatisticsRecord.WriteHeader(log);
        log[StatisticsRecord.SealedAt] = 1;
        log[StatisticsRecord.GatheredAt] = 1;
        StatisticsRecord.WriteGathered(log.AsSpan(StatisticsRecord.Size), "../victim"u8);
        StatisticsRecord.WriteSeal(log.AsSpan(2 * StatisticsRecord.Size));
        File.WriteAllBytes(Sealed, log);
        Assert.True(_statistics.TryFold());
        Assert.True(File.Exists(victim));
        Assert.Equal(1UL, _statistics.Read()[Counter.Miss]);
    }

    [Fact]
    public void What_stands_under_such_a_name_and_is_none_is_left_alone()
    {
        Assert.True(_statistics.Record(_delta));
        string name = StorePaths.Text(_store, "stats/r-" + new string('a', 32));
        Assert.Equal(0, WorkerTool.Run("mkfifo", name));
        Directory.CreateDirectory(name[..^1] + "b");
        Assert.Equal(1UL, _statistics.Read()[Counter.Miss]);
        Assert.True(_statistics.TryFold());
        Assert.Equal(1UL, _statistics.Read()[Counter.Miss]);
    }

    /// <summary>A cache in the lower layer, as a container's image has one: the log is copied up by whoever appends first.</summary>
    [OverlayFact]
    public void On_an_overlay_with_a_cache_in_its_lower_layer_all_is_exact()
    {
        LocalStore lower = _folder.Store();
        for (int i = 0; i < 10; i++)
            Assert.True(new Statistics(lower).Record(_delta));
        string mount = OverlayFactAttribute.Mount(_folder.Path, _folder.Cache);
        Assert.Equal(0, WorkerProcess.Wait(WorkerProcess.StartInNamespace(0, 0, mount, "prove", _folder.Path + "/on", "100")));
        Assert.Equal(10UL, new Statistics(lower).Read()[Counter.Miss]);
    }

    private LocalStore Remote() => _folder.Store(o => o with { FileSystemType = Nfs });

    private string Sealed => StorePaths.Text(_store, "stats/log.sealed");

    private string[] Loose() => Directory.GetFiles(StorePaths.Text(_store, "stats"), "r-*");
}
