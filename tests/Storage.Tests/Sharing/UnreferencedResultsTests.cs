using Larder.Storage.Manifests;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Sharing;

public sealed class UnreferencedResultsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalStore _store;
    private readonly Digest _shared;

    public UnreferencedResultsTests()
    {
        _store = _folder.Store();
        _shared = Store(1);
        Lead("one", _shared);
        Lead("two", _shared);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_manifest_that_goes_takes_the_result_with_it()
    {
        _store.Remove(EntryKind.Manifest, Samples.Key("one"));
        Assert.Equal(default, Remove());
        Assert.True(_store.Contains(EntryKind.Result, _shared));

        _store.Remove(EntryKind.Manifest, Samples.Key("two"));
        long bytes = _store.Scan().Bytes;
        Assert.Equal(new ClearOutcome(1, bytes, 0), Remove());

        Assert.Equal(default, _store.Scan());
        StatisticsSnapshot now = new Statistics(_store).Read();
        Assert.Equal((1UL, 0L, 0L), (now[Counter.Evicted], now.Bytes, now.Files));
    }

    [Fact]
    public void What_is_young_has_another_key_or_stands_behind_any_variant_is_kept()
    {
        Digest young = Store(2);
        File.SetLastWriteTimeUtc(StorePaths.EntryText(_store, EntryKind.Result, young), DateTime.UtcNow.AddMinutes(-50));
        Digest second = Store(3);
        Lead("one", second);
        ResultBuilder ofText = new();
        ofText.Add(ResultMemberKind.Object, Samples.Text(100));
        _store.WriteResult(Samples.Key("text"), ofText, replace: false);
        File.SetLastWriteTimeUtc(StorePaths.EntryText(_store, EntryKind.Result, Samples.Key("text")), DateTime.UtcNow.AddDays(-1));

        Assert.Equal(default, Remove());

        foreach (Digest key in (Digest[])[young, second, _shared, Samples.Key("text")])
            Assert.True(_store.Contains(EntryKind.Result, key));
    }

    [Fact]
    public void A_read_only_store_keeps_all()
    {
        Store(4);
        LocalStore readOnly = _folder.Store(options => options with { ReadOnly = true });
        long before = _store.Scan().Files;
        Assert.Equal(default, new UnreferencedResults(readOnly, new Statistics(readOnly)).Remove());
        Assert.Equal(before, _store.Scan().Files);
    }

    private ClearOutcome Remove()
    {
        StatisticsDelta delta = new();
        delta.Add(_store.TakeDelta());
        new Statistics(_store).Record(delta);
        return new UnreferencedResults(_store, new Statistics(_store)).Remove();
    }

    private Digest Store(int seed)
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Samples.Noise(5000, seed));
        Digest key = _store.WriteShared(builder).Key;
        File.SetLastWriteTimeUtc(StorePaths.EntryText(_store, EntryKind.Result, key), DateTime.UtcNow.AddHours(-3));
        return key;
    }

    private void Lead(string manifest, Digest result)
    {
        InputSetBuilder inputs = new();
        inputs.Add("/src/x.h"u8.ToArray(), InputKind.Content, in result);
        byte[] earlier = _store.ReadEntry(EntryKind.Manifest, Samples.Key(manifest)).Payload.ToArray();
        _store.WriteEntry(EntryKind.Manifest, Samples.Key(manifest), ManifestWriter.Prepend(earlier, in result, StreamCondition.Any, inputs.Build()), replace: true);
    }
}
