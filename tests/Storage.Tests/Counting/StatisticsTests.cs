using System.Globalization;
using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

public sealed class StatisticsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_counts_once_folded_or_not()
    {
        Statistics statistics = new(_folder.Store());
        for (int i = 0; i < 2000; i++)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.DirectHit);
            delta.Add(Counter.FirstRefusal + 7, 3);
            delta.AddNamed("-fodd"u8);
            delta.Add(new StoreDelta(5, -1));
            Assert.True(statistics.Record(delta));
        }

        StatisticsSnapshot snapshot = statistics.Read();
        Assert.Equal(2000UL, snapshot[Counter.DirectHit]);
        Assert.Equal(6000UL, snapshot[Counter.FirstRefusal + 7]);
        Assert.Equal(0UL, snapshot[Counter.Miss]);
        Assert.Equal((10_000, -2000), (snapshot.Bytes, snapshot.Files));
        (byte[] name, ulong value) = Assert.Single(snapshot.Named);
        Assert.Equal(("-fodd", 2000UL), (Encoding.UTF8.GetString(name), value));
        Assert.InRange(new FileInfo(StorePaths.Text(_folder.Store(), "stats/log")).Length, 128, 80_000);
        Assert.True(snapshot.IsSizeKnown);
    }

    [Fact]
    public void A_delta_of_many_counters_and_names_is_recorded_whole()
    {
        Statistics statistics = new(_folder.Store());
        StatisticsDelta delta = new();
        for (int i = 1; i <= StatisticsDelta.MaxCounters; i++)
            delta.Add((Counter)i, (uint)i);
        for (int i = 0; i < StatisticsDelta.MaxNames; i++)
            delta.AddNamed(Encoding.UTF8.GetBytes(new string('x', 50 + i)[i..] + i), 2);
        delta.AddNamed(Encoding.UTF8.GetBytes("short"), 2);
        Assert.True(statistics.Record(delta));
        StatisticsSnapshot snapshot = statistics.Read();
        for (int i = 1; i <= StatisticsDelta.MaxCounters; i++)
            Assert.Equal((ulong)i, snapshot[(Counter)i]);
        Assert.All(snapshot.Named, n => Assert.InRange(n.Name.Length, 1, StatisticsRecord.MaxName));
        Assert.Equal(18UL, snapshot.Named.Aggregate(0UL, (sum, n) => sum + n.Value));
    }

    [Fact]
    public void Names_are_bounded()
    {
        Statistics statistics = new(_folder.Store());
        for (int i = 0; i < 700; i++)
        {
            StatisticsDelta delta = new();
            delta.AddNamed(Encoding.UTF8.GetBytes("-f" + i.ToString(CultureInfo.InvariantCulture)));
            Assert.True(statistics.Record(delta));
        }

        statistics.TryFold();
        StatisticsSnapshot snapshot = statistics.Read();
        Assert.Equal(501, snapshot.Named.Count);
        Assert.Equal(200UL, snapshot.Named.Single(n => n.Name.AsSpan().SequenceEqual("other"u8)).Value);
    }

    [Fact]
    public void Zero_keeps_the_size_and_the_time()
    {
        Statistics statistics = new(_folder.Store());
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss, 4);
        delta.AddNamed("-fodd"u8);
        delta.Add(new StoreDelta(1000, 2));
        statistics.Record(delta);
        Assert.Equal(0, statistics.Read().ZeroedAt);
        Assert.True(statistics.Zero());
        StatisticsSnapshot snapshot = statistics.Read();
        Assert.Equal(0UL, snapshot[Counter.Miss]);
        Assert.Empty(snapshot.Named);
        Assert.Equal((1000, 2), (snapshot.Bytes, snapshot.Files));
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - snapshot.ZeroedAt, 0, 60);
        statistics.Record(delta);
        Assert.Equal(4UL, statistics.Read()[Counter.Miss]);
    }

    [Fact]
    public void A_torn_record_costs_itself_only()
    {
        Statistics statistics = new(_folder.Store());
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        statistics.Record(delta);
        string log = StorePaths.Text(_folder.Store(), "stats/log");
        byte[] bytes = File.ReadAllBytes(log);
        using (FileStream stream = new(log, FileMode.Append))
            stream.Write(bytes.AsSpan(128, 61));
        statistics.Record(delta);
        statistics.Record(delta);
        Assert.Equal(3UL, statistics.Read()[Counter.Miss]);
        Assert.True(statistics.TryFold());
        Assert.Equal(3UL, statistics.Read()[Counter.Miss]);
    }

    [Fact]
    public void Damaged_files_are_begun_anew()
    {
        LocalStore store = _folder.Store();
        Statistics statistics = new(store);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        Random random = new(5);
        foreach (string name in new[] { "stats/log", "stats/totals", "stats/history", "stats/log.sealed" })
        {
            for (int round = 0; round < 40; round++)
            {
                statistics.Record(delta);
                statistics.TryFold();
                statistics.Record(delta);
                string path = StorePaths.Text(store, name);
                byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];

                // Cut off to nothing, and not replaced yet: a child that another test has just forked may hold the lock for a moment, and no fold waits.
                if (bytes.Length == 0)
                    bytes = Samples.Noise(500, round);
                for (int i = 0; i < 4; i++)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
                statistics.Read();
                statistics.TryFold();
                statistics.Record(delta);
            }
        }

        // Two folds: the first may find a log with a damaged header and drop it.
        statistics.TryFold();
        statistics.TryFold();
        ulong before = statistics.Read()[Counter.Miss];
        statistics.Record(delta);
        Assert.Equal(before + 1, statistics.Read()[Counter.Miss]);
    }

    [Fact]
    public void Nothing_is_written_by_a_read_only_store()
    {
        Statistics statistics = new(_folder.Store(o => o with { ReadOnly = true }));
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        Assert.False(statistics.Record(delta));
        Assert.False(statistics.TryFold());
        Assert.False(statistics.Zero());
        Assert.Equal(0UL, statistics.Read()[Counter.Miss]);
        Assert.False(Directory.Exists(_folder.Cache));
    }
}
