using Larder.Posix;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Eviction;

/// <summary>The limit of age, hits that keep limits, totals that were wrong, and caches larger than what is held in memory at once.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_nobody_uses_goes_when_it_is_too_old_and_what_is_used_stays()
    {
        Fill(400, i => TimeSpan.FromHours(i % 2 == 0 ? 100 : 1));
        LocalStore store = Limited(o => o with { MaxAge = 48 * 3600 });

        // Beside other business a part of the cache at a time.
        for (int i = 0; i < 2000 && store.Scan().Files > 200; i++)
            new Evictor(store, new Statistics(store)) { ShareLimit = long.MaxValue / 4 }.AfterStore();
        AssertOnlyYoung(store, 200);

        Fill(400, i => TimeSpan.FromHours(i % 2 == 0 ? 100 : 1));
        EvictionOutcome trimmed = new Evictor(store, new Statistics(store)).Trim();
        Assert.Equal((200, true), (trimmed.Files, trimmed.WithinLimits));
        AssertOnlyYoung(store, 200);
    }

    [Fact]
    public void Hits_keep_the_limits_too()
    {
        Fill(500, i => TimeSpan.FromMinutes(i));
        LocalStore store = Limited(o => o with { MaxFiles = 300 });
        Statistics statistics = new(store);
        int hits = 0;
        for (; hits < 5000 && store.Scan().Files > 300; hits++)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.DirectHit);
            Assert.True(statistics.Record(delta));
            new Evictor(store, statistics) { ShareLimit = long.MaxValue / 4 }.AfterHit(statistics.LastNumber);
        }

        // One in 64 does a share.
        Assert.InRange(hits, 64, 1000);
        Assert.Equal((ulong)hits, statistics.Read()[Counter.DirectHit]);
        Assert.Equal(store.Scan(), Believed(statistics));
    }

    [Fact]
    public void An_entry_in_use_is_noted_soon_enough_for_a_short_age()
    {
        Fill(1, _ => TimeSpan.FromMinutes(20));
        Digest key = Samples.Key("k0");
        foreach ((long maxAge, bool isNoted) in ((long, bool)[])[(0, false), (48 * 3600, false), (1800, true)])
        {
            LocalStore store = Limited(o => o with { MaxAge = maxAge });
            EntryReadOutcome read = store.ReadEntry(EntryKind.Manifest, key);
            store.Touch(EntryKind.Manifest, key, read.Status);
            Assert.Equal(isNoted, store.ReadEntry(EntryKind.Manifest, key).Status.Modified.Seconds > Clock.Now.Seconds - 600);
        }
    }

    [Fact]
    public void A_tour_makes_the_totals_right_while_others_store()
    {
        Fill(600, _ => TimeSpan.Zero);
        LocalStore store = Limited(o => o with { MaxAge = 3600 });
        Statistics statistics = new(store);
        StatisticsDelta wrong = new();
        wrong.Add(new StoreDelta(123_456_789, -77));
        Assert.True(statistics.Record(wrong));
        StoreTour tour = new(store, statistics);
        int steps = 1;
        while (tour.Step())
            steps++;
        Assert.Equal(256, steps);
        Assert.Equal(store.Scan(), Believed(statistics));
        Assert.Equal(default, tour.Removed);
    }

    [Fact]
    public void A_store_in_a_kept_cache_leaves_the_work_to_the_keeper()
    {
        Fill(200, i => TimeSpan.FromMinutes(i));
        TestableKeeper keeper = new();
        LocalStore store = new(_folder.Store().Options with { MaxFiles = 10, MaxAge = 60 }) { Keeper = keeper };
        Evictor evictor = new(store, new Statistics(store));
        evictor.AfterStore();
        for (int i = 0; i < 200; i++)
            evictor.AfterHit(i);
        Assert.Equal((1, 200), (keeper.StoredCount, keeper.UsedCount));
        Assert.Equal(200, store.Scan().Files);
    }

    [Fact]
    public void Steps_bring_a_lowered_limit_about()
    {
        Fill(6000, i => TimeSpan.FromMinutes(i));
        LocalStore store = Limited(o => o with { MaxFiles = 4000 });
        Statistics statistics = new(store);
        int shard = 0;
        int steps = 1;
        while (!new Evictor(store, statistics).Step(ref shard).WithinLimits)
            Assert.InRange(++steps, 1, 100);
        Assert.InRange(store.Scan().Files, 3500, 4000);
        Assert.Equal(store.Scan(), Believed(statistics));
    }

    /// <summary>More entries than one group of a trim holds: each group loses the same part.</summary>
    [LongFact]
    public void A_large_cache_is_trimmed_group_by_group()
    {
        const int Entries = 150_000;
        Fill(Entries, i => TimeSpan.FromMinutes(i));
        LocalStore store = Limited(o => o with { MaxFiles = Entries / 2 });
        EvictionOutcome trimmed = new Evictor(store, new Statistics(store)).Trim();
        Assert.True(trimmed.WithinLimits);
        Assert.InRange(store.Scan().Files, Entries * 48 / 100, Entries / 2);
        int strayed = 0;
        for (int i = 0; i < Entries; i++)
            strayed += store.Contains(EntryKind.Manifest, Samples.Key("k" + i)) == (i >= Entries / 2) ? 1 : 0;
        Assert.InRange(strayed, 0, Entries * 4 / 100);
    }

    private void AssertOnlyYoung(LocalStore store, int expected)
    {
        StoreSize size = store.Scan();
        Assert.Equal(expected, size.Files);
        foreach (string file in StorePaths.Entries(store))
            Assert.True(File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddHours(-2));
        Assert.Equal(size, Believed(new Statistics(store)));
    }

    private static StoreSize Believed(Statistics statistics)
    {
        StatisticsSnapshot snapshot = statistics.Read();
        return new StoreSize(snapshot.Bytes, snapshot.Files);
    }

    private LocalStore Limited(Func<StoreOptions, StoreOptions> change) => _folder.Store(change);

    /// <summary>Entries k0, k1, … of some age each; those that are there already stay.</summary>
    private void Fill(int entries, Func<int, TimeSpan> age)
    {
        LocalStore store = _folder.Store();
        DateTime now = DateTime.UtcNow;
        for (int i = 0; i < entries; i++)
        {
            Digest key = Samples.Key("k" + i);
            if (store.WriteEntry(EntryKind.Manifest, key, "content"u8, replace: false).State == WriteState.Stored)
                File.SetLastWriteTimeUtc(StorePaths.EntryText(store, EntryKind.Manifest, key), now - age(i));
        }

        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        if (!delta.IsEmpty)
            Assert.True(new Statistics(store).Record(delta));
    }
}
