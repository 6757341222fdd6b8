using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Eviction;

public sealed class EvictorTests : IDisposable
{
    /// <summary>A year: what a share does is not to hang on how busy the machine is.</summary>
    private const long Unhurried = 365L * 86400 * 1_000_000_000;

    private readonly TestFolder _folder = new(TestFolder.Memory);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_oldest_go()
    {
        const int Entries = 5000;
        LocalStore full = _folder.Store();
        DateTime start = DateTime.UtcNow - TimeSpan.FromDays(10);
        for (int i = 0; i < Entries; i++)
            StoreAged(full, i, start + TimeSpan.FromMinutes(i));
        Flush(full);

        LocalStore store = _folder.Store(o => o with { MaxFiles = Entries - 100 });
        Evictor evictor = new(store, new Statistics(store)) { ShareLimit = Unhurried };
        EvictionOutcome outcome = default;
        for (int i = 0; i < 30 && !outcome.WithinLimits; i++)
            outcome = evictor.AfterStore();
        Assert.True(outcome.WithinLimits);

        List<int> gone = [.. Enumerable.Range(0, Entries).Where(i => !store.Contains(EntryKind.Manifest, Samples.Key("k" + i)))];
        Assert.InRange(gone.Count, 100, 250);

        // Which go is chance, for each pass looks at a sample; EvictionQualityTests looks at more of them.
        Assert.InRange(gone.Count(i => i < Entries / 10), gone.Count * 80 / 100, gone.Count);
        Assert.InRange(gone.Count(i => i < Entries / 5), gone.Count * 98 / 100, gone.Count);
        StatisticsSnapshot snapshot = new Statistics(store).Read();
        Assert.Equal((ulong)gone.Count, snapshot[Counter.Evicted]);
        Assert.Equal(store.Scan(), new StoreSize(snapshot.Bytes, snapshot.Files));
    }

    [Fact]
    public void A_store_that_is_filled_keeps_its_limits()
    {
        LocalStore store = _folder.Store(o => o with { MaxSize = 400_000 });
        Statistics statistics = new(store);
        Evictor evictor = new(store, statistics) { ShareLimit = Unhurried };
        for (int i = 0; i < 300; i++)
        {
            store.WriteEntry(EntryKind.Manifest, Samples.Key("k" + i), Samples.Noise(9000, i), replace: false);
            Flush(store);
            evictor.AfterStore();
            Assert.InRange(statistics.Read().Bytes, 1, 412_288);
        }

        Assert.InRange(store.Scan().Files, 25, 34);
        Assert.True(store.Contains(EntryKind.Manifest, Samples.Key("k299")));
        Assert.False(store.Contains(EntryKind.Manifest, Samples.Key("k0")));
    }

    [Fact]
    public void Without_limits_nothing_goes()
    {
        LocalStore store = _folder.Store();
        StoreAged(store, 1, DateTime.UtcNow - TimeSpan.FromDays(1000));
        Flush(store);
        Assert.Equal(new EvictionOutcome(0, 0, true), new Evictor(store, new Statistics(store)).AfterStore());
        Assert.Equal(new EvictionOutcome(0, 0, true), new Evictor(store, new Statistics(store)).Trim());
        Assert.True(store.Contains(EntryKind.Manifest, Samples.Key("k1")));
    }

    [Fact]
    public void One_store_does_a_bounded_share()
    {
        LocalStore full = _folder.Store();
        for (int i = 0; i < 1500; i++)
            StoreAged(full, i, DateTime.UtcNow);
        Flush(full);
        LocalStore store = _folder.Store(o => o with { MaxFiles = 10 });
        EvictionOutcome outcome = new Evictor(store, new Statistics(store)) { ShareLimit = Unhurried }.AfterStore();
        Assert.InRange(outcome.Files, 10, 100);
        Assert.False(outcome.WithinLimits);

        // On a disk that takes its time: as much as was stored, and a little more.
        Assert.Equal(2, new Evictor(store, new Statistics(store)) { ShareLimit = 0 }.AfterStore().Files);
        Assert.Equal(5, new Evictor(store, new Statistics(store)) { ShareLimit = 0 }.AfterStore(new StoreDelta(5 * 4096, 3)).Files);
        Assert.Equal(8, new Evictor(store, new Statistics(store)) { ShareLimit = 0 }.AfterStore(new StoreDelta(8 * 4096, 3)).Files);
        Assert.True(new Evictor(store, new Statistics(store)).Trim().WithinLimits);
        Assert.InRange(store.Scan().Files, 8, 10);
    }

    [Fact]
    public void Entries_removed_by_hand_do_not_make_the_rest_go()
    {
        LocalStore full = _folder.Store();
        for (int i = 0; i < 2000; i++)
            StoreAged(full, i, DateTime.UtcNow);
        Flush(full);
        for (int shard = 0; shard < 224; shard++)
            Directory.Delete(StorePaths.Text(full, shard.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)), recursive: true);
        long left = full.Scan().Files;

        LocalStore store = _folder.Store(o => o with { MaxFiles = 1000 });
        Statistics statistics = new(store);
        EvictionOutcome outcome = new Evictor(store, statistics) { ShareLimit = Unhurried }.AfterStore();
        Assert.True(outcome.WithinLimits);
        Assert.Equal(left, store.Scan().Files);
        Assert.Equal(left, statistics.Read().Files);
    }

    [Fact]
    public void A_scan_makes_lost_statistics_right()
    {
        LocalStore store = _folder.Store();
        for (int i = 0; i < 50; i++)
            StoreAged(store, i, DateTime.UtcNow);
        Flush(store);
        Directory.Delete(StorePaths.Text(store, "stats"), recursive: true);
        Statistics statistics = new(store);
        Assert.Equal(0, statistics.Read().Files);
        StoreSize actual = new Evictor(store, statistics).Correct();
        Assert.Equal(50, actual.Files);
        Assert.Equal(actual, new StoreSize(statistics.Read().Bytes, statistics.Read().Files));
    }

    [Fact]
    public void Two_evictors_count_each_removal_once()
    {
        LocalStore full = _folder.Store();
        for (int i = 0; i < 1000; i++)
            StoreAged(full, i, DateTime.UtcNow - TimeSpan.FromMinutes(i));
        Flush(full);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            LocalStore store = _folder.Store(o => o with { MaxFiles = 300 });
            threads[i] = new Thread(() =>
            {
                for (int n = 0; n < 40; n++)
                    new Evictor(store, new Statistics(store)) { ShareLimit = Unhurried }.AfterStore();
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        StatisticsSnapshot snapshot = new Statistics(full).Read();
        StoreSize actual = full.Scan();
        Assert.InRange(actual.Files, 200, 300);
        Assert.Equal((ulong)(1000 - actual.Files), snapshot[Counter.Evicted]);
    }

    [Fact]
    public void What_a_wrong_clock_dated_into_the_future_goes_first_but_is_not_too_old()
    {
        LocalStore store = _folder.Store(static o => o with { MaxFiles = 50, MaxAge = 3600 });
        for (int i = 0; i < 40; i++)
            StoreAged(store, i, DateTime.UtcNow - TimeSpan.FromMinutes(i));
        for (int i = 40; i < 50; i++)
            StoreAged(store, i, DateTime.UtcNow + TimeSpan.FromDays(i));
        Flush(store);
        new Evictor(store, new Statistics(store)).Trim();
        Assert.Equal(50, store.Scan().Files);

        LocalStore smaller = _folder.Store(static o => o with { MaxFiles = 42 });
        new Evictor(smaller, new Statistics(smaller)).Trim();
        for (int i = 0; i < 40; i++)
            Assert.True(store.Contains(EntryKind.Manifest, Samples.Key("k" + i)), $"entry {i} is gone");
        Assert.InRange(store.Scan().Files, 40, 42);
    }

    private static void StoreAged(LocalStore store, int number, DateTime time)
    {
        Digest key = Samples.Key("k" + number);
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "content"u8, replace: false).State);
        File.SetLastWriteTimeUtc(StorePaths.EntryText(store, EntryKind.Manifest, key), time);
    }

    private static void Flush(LocalStore store)
    {
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.True(new Statistics(store).Record(delta));
    }
}
