using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Eviction;

/// <summary>What goes is old, judged by all that was there when it went: over many rounds in which entries come and the limit is kept.</summary>
public sealed class EvictionQualityTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly SortedSet<(DateTime Used, int Number)> _present = [];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, int, bool> Sizes => TestLength.IsLong
        ? new() { { 3000, 1500, false }, { 3000, 1500, true }, { 20_000, 10_000, false }, { 20_000, 10_000, true } }
        : new() { { 3000, 1000, false }, { 3000, 1000, true } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Of_what_goes_95_percent_is_of_the_oldest_tenth(int entries, int stored, bool byJanitor)
    {
        Random random = new(42);
        DateTime now = DateTime.UtcNow;
        LocalStore store = _folder.Store(o => o with { MaxFiles = entries });
        Statistics statistics = new(store);
        for (int i = 0; i < entries; i++)
            Store(store, i, now.AddMinutes(-random.Next(100_000)));
        Flush(store, statistics);

        int old = 0;
        int gone = 0;
        int shard = 0;
        Random chance = new(7);
        for (int i = entries; i < entries + stored; i++)
        {
            // None from the future: such go first, whatever is old.
            Store(store, i, now.AddSeconds(i - entries - stored));
            Flush(store, statistics);
            Evictor evictor = new(store, statistics) { ShareLimit = long.MaxValue / 4, Random = () => (uint)chance.NextInt64(1L << 32) };
            if (!byJanitor)
                evictor.AfterStore();
            else if (!evictor.IsWithinLimits())
                evictor.Step(ref shard);
            if (evictor.Removed.Files > 0)
                Judge(store, ref old, ref gone);
        }

        Assert.InRange(gone, stored * 9 / 10, stored + (entries / 20));
        Assert.True(old >= gone * 0.95, $"{old} of {gone} were of the oldest tenth");
        Assert.InRange(store.Scan().Files, entries * 9 / 10, entries + 1);
    }

    /// <summary>Counts what is gone since the last time, and what of it was of the oldest tenth then.</summary>
    private void Judge(LocalStore store, ref int old, ref int gone)
    {
        (DateTime Used, int Number)[] before = [.. _present];
        DateTime tenth = before[before.Length / 10].Used;
        HashSet<string> there = [.. StorePaths.Entries(store).Select(f => Path.GetFileNameWithoutExtension(f))];
        foreach ((DateTime used, int number) in before)
        {
            if (there.Contains(Key(number).ToString()))
                continue;
            gone++;
            old += used <= tenth ? 1 : 0;
            _present.Remove((used, number));
        }
    }

    private static Digest Key(int number) => Samples.Key("k" + number);

    private void Store(LocalStore store, int number, DateTime used)
    {
        Digest key = Key(number);
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "content"u8, replace: false).State);
        File.SetLastWriteTimeUtc(StorePaths.EntryText(store, EntryKind.Manifest, key), used);
        _present.Add((used, number));
    }

    private static void Flush(LocalStore store, Statistics statistics)
    {
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.True(statistics.Record(delta));
    }
}
