using Larder.Storage.Manifests;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Eviction;

public sealed class ChosenEvictionTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalStore _store;

    public ChosenEvictionTests() => _store = _folder.Store();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_not_used_for_so_long_goes_and_is_counted()
    {
        Store("old", "", TimeSpan.FromDays(3));
        Store("new", "", TimeSpan.FromHours(1));

        ClearOutcome removed = Remove(new EvictionChoice { UnusedSeconds = 2 * 86400 });

        Assert.Equal((2, 0), (removed.Files, removed.Remaining));
        Assert.False(_store.Contains(EntryKind.Result, Samples.Key("old")) || _store.Contains(EntryKind.Manifest, Samples.Key("old")));
        Assert.True(_store.Contains(EntryKind.Result, Samples.Key("new")) && _store.Contains(EntryKind.Manifest, Samples.Key("new")));
        StatisticsSnapshot now = new Statistics(_store).Read();
        Assert.Equal(2U, now[Counter.Evicted]);
        Assert.Equal(_store.Scan(), new StoreSize(now.Bytes, now.Files));
    }

    [Fact]
    public void A_namespace_goes_with_the_manifests_that_lead_to_it_alone()
    {
        Store("a", "app", TimeSpan.Zero);
        Store("b", "apple", TimeSpan.Zero);
        Store("c", "", TimeSpan.Zero);
        WriteManifest("both", "a", "c");
        _store.WriteEntry(EntryKind.Manifest, Samples.Key("preprocessor"), ManifestWriter.Preprocessor(), replace: true);

        Assert.Equal(0, Remove(new EvictionChoice { Namespace = "ap"u8.ToArray() }).Files);
        Assert.Equal(2, Remove(new EvictionChoice { Namespace = "app"u8.ToArray() }).Files);

        Assert.False(_store.Contains(EntryKind.Result, Samples.Key("a")) || _store.Contains(EntryKind.Manifest, Samples.Key("a")));
        foreach (string kept in (string[])["b", "c"])
            Assert.True(_store.Contains(EntryKind.Result, Samples.Key(kept)) && _store.Contains(EntryKind.Manifest, Samples.Key(kept)));
        Assert.True(_store.Contains(EntryKind.Manifest, Samples.Key("both")) && _store.Contains(EntryKind.Manifest, Samples.Key("preprocessor")));
    }

    [Fact]
    public void Both_conditions_must_hold()
    {
        Store("old", "app", TimeSpan.FromDays(3));
        Store("new", "app", TimeSpan.Zero);
        Store("other", "", TimeSpan.FromDays(3));

        Assert.Equal(2, Remove(new EvictionChoice { Namespace = "app"u8.ToArray(), UnusedSeconds = 86400 }).Files);

        Assert.True(_store.Contains(EntryKind.Result, Samples.Key("new")) && _store.Contains(EntryKind.Result, Samples.Key("other")));
    }

    [Fact]
    public void A_damaged_result_has_no_namespace_and_read_only_keeps_all()
    {
        Store("a", "app", TimeSpan.Zero);
        Store("b", "app", TimeSpan.Zero);
        string path = Directory.GetFiles(_folder.Cache, Samples.Key("a") + ".r", SearchOption.AllDirectories).Single();
        byte[] content = File.ReadAllBytes(path);
        content[150] ^= 1;
        File.WriteAllBytes(path, content);

        LocalStore readOnly = _folder.Store(options => options with { ReadOnly = true });
        ClearOutcome kept = new ChosenEviction(readOnly, new Statistics(readOnly)).Remove(new EvictionChoice { Namespace = "app"u8.ToArray() });
        Assert.Equal((0, 1), (kept.Files, kept.Remaining));
        Assert.Equal(2, Remove(new EvictionChoice { Namespace = "app"u8.ToArray() }).Files);
        Assert.True(File.Exists(path));
    }

    private ClearOutcome Remove(EvictionChoice choice) => new ChosenEviction(_store, new Statistics(_store)).Remove(choice);

    private void Store(string name, string ofNamespace, TimeSpan age)
    {
        ResultBuilder builder = new() { Metadata = ResultMetadata.Of(System.Text.Encoding.UTF8.GetBytes(ofNamespace), "/usr/bin/cc"u8, default) };
        builder.Add(ResultMemberKind.Object, Samples.Text(500));
        Assert.Equal(WriteState.Stored, _store.WriteResult(Samples.Key(name), builder, replace: false).State);
        WriteManifest(name, name);
        foreach (string file in Directory.GetFiles(_folder.Cache, Samples.Key(name) + ".*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);
        StatisticsDelta delta = new();
        delta.Add(_store.TakeDelta());
        Assert.True(new Statistics(_store).Record(delta));
    }

    private void WriteManifest(string name, params string[] results)
    {
        byte[] manifest = [];
        foreach (string result in results)
        {
            InputSetBuilder inputs = new();
            inputs.Add("/src/x.h"u8.ToArray(), InputKind.Content, Samples.Key(result));
            manifest = ManifestWriter.Prepend(manifest, Samples.Key(result), StreamCondition.Any, inputs.Build());
        }

        _store.WriteEntry(EntryKind.Manifest, Samples.Key(name), manifest, replace: true);
    }
}
