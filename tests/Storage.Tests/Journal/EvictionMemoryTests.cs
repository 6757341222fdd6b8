using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Journal;

public sealed class EvictionMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_eviction_removes_is_remembered_with_its_cause()
    {
        LocalStore store = _folder.Store(static options => options with { MaxFiles = 1, JournalSize = 1 << 20 });
        foreach (string name in (string[])["a", "b", "c", "d"])
            store.WriteEntry(EntryKind.Manifest, Samples.Key(name), [1, 1, 0, 0], replace: false);
        new Statistics(store).Record(Taken(store));
        new Evictor(store, new Statistics(store)).Trim();

        List<EvictedEntry> evicted = new EvictionMemory(store).Read();
        Assert.Equal(4 - store.Scan().Files, evicted.Count);
        Assert.All(evicted, entry => Assert.False(store.Contains(entry.Kind, entry.Key)));
        Assert.All(evicted, static entry => Assert.Equal(EvictionCause.Limits, entry.Cause));
    }

    [Fact]
    public void Clearing_is_one_record()
    {
        LocalStore store = _folder.Store(static options => options with { JournalSize = 1 << 20 });
        Assert.Empty(new EvictionMemory(store).Read());
        store.Clear();
        Assert.Empty(new EvictionMemory(store).Read());
        store.WriteEntry(EntryKind.Manifest, Samples.Key("a"), [1, 1, 0, 0], replace: false);
        store.Clear();
        Assert.Equal(EvictionCause.Cleared, Assert.Single(new EvictionMemory(store).Read()).Cause);
    }

    private static StatisticsDelta Taken(LocalStore store)
    {
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        return delta;
    }
}
