using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Layers;

/// <summary>A store with others below it: each is read by itself, and nothing of what is below ever changes.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LayersTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");

    public void Dispose() => _folder.Dispose();

    private string Below => _folder.Path + "/below";

    private byte[] BelowBytes => Encoding.UTF8.GetBytes(Below);

    [Fact]
    public void What_is_only_below_is_found_there_and_stays_there()
    {
        LocalStore filler = new(new StoreOptions { Directory = BelowBytes });
        filler.WriteEntry(EntryKind.Toolchain, _key, "below"u8, replace: false);
        File.SetLastWriteTimeUtc(StorePaths.EntryText(filler, EntryKind.Toolchain, _key), DateTime.UtcNow.AddDays(-3));
        string before = Listing();

        LocalStore store = Layered();
        Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Toolchain, _key).State);
        LocalStore lower = Assert.IsType<LocalStore>(store.Lower);
        EntryReadOutcome read = lower.ReadEntry(EntryKind.Toolchain, _key);
        Assert.Equal("below"u8, read.Payload.Span);
        lower.Touch(EntryKind.Toolchain, _key, read.Status);
        Assert.False(lower.Remove(EntryKind.Toolchain, _key));
        Assert.Equal(WriteState.NotPermitted, lower.WriteEntry(EntryKind.Toolchain, _key, "other"u8, replace: true).State);
        Assert.Equal(1, lower.Clear().Remaining);
        StatisticsDelta delta = new();
        delta.Add(Counter.Miss);
        Assert.False(new Statistics(lower).Record(delta));
        Assert.Equal(before, Listing());
        Assert.Null(lower.Lower);
    }

    [Fact]
    public void A_damaged_entry_below_is_left_for_its_owner()
    {
        LocalStore filler = new(new StoreOptions { Directory = BelowBytes });
        filler.WriteEntry(EntryKind.Manifest, _key, "below"u8, replace: false);
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Samples.Noise(3000));
        filler.WriteResult(_key, builder, replace: false);
        foreach (EntryKind kind in (EntryKind[])[EntryKind.Manifest, EntryKind.Result])
        {
            byte[] damaged = File.ReadAllBytes(StorePaths.EntryText(filler, kind, _key));
            damaged[^40] ^= 1;
            File.WriteAllBytes(StorePaths.EntryText(filler, kind, _key), damaged);
        }

        string before = Listing();
        LocalStore lower = Layered().Lower!;
        Assert.True(lower.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        using (StoredResult result = lower.OpenResult(_key).Result!)
        {
            Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member));
            Assert.False(result.TryRead(in member, out _));
            Assert.True(result.IsCorrupt);
        }

        Assert.Equal(before, Listing());
    }

    [Fact]
    public void Several_stand_in_their_order_and_the_store_itself_is_no_layer_below()
    {
        LocalStore store = new(new StoreOptions
        {
            Directory = Encoding.UTF8.GetBytes(_folder.Cache),
            LowerDirectories = ["/one"u8.ToArray(), Encoding.UTF8.GetBytes(_folder.Cache), "/two"u8.ToArray()],
        });
        List<string> layers = [];
        for (LocalStore? layer = store; layer is not null; layer = layer.Lower)
            layers.Add(Encoding.UTF8.GetString(layer.Options.Directory));
        Assert.Equal([_folder.Cache, "/one", "/two"], layers);
    }

    [Fact]
    public void What_stands_above_and_below_is_held_in_memory_side_by_side()
    {
        EntryMemory memory = new(1 << 20);
        LocalStore filler = new(new StoreOptions { Directory = BelowBytes });
        filler.WriteEntry(EntryKind.Manifest, _key, "below"u8, replace: false);
        LocalStore store = Layered(memory);
        store.WriteEntry(EntryKind.Manifest, _key, "above"u8, replace: false);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("above"u8, store.ReadEntry(EntryKind.Manifest, _key).Payload.Span);
            Assert.Equal("below"u8, store.Lower!.ReadEntry(EntryKind.Manifest, _key).Payload.Span);
            Assert.Equal(2, memory.Count);
        }

        // Another client of the same memory, which names another directory, is answered out of that one.
        LocalStore third = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Path + "/third") });
        third.WriteEntry(EntryKind.Manifest, _key, "third"u8, replace: false);
        LocalStore other = new(store.Options with { LowerDirectories = [third.Options.Directory] }, memory);
        Assert.Equal("third"u8, other.Lower!.ReadEntry(EntryKind.Manifest, _key).Payload.Span);
        LocalStore none = new(store.Options with { LowerDirectories = [Encoding.UTF8.GetBytes(_folder.Path + "/absent")] }, memory);
        Assert.Equal(ReadState.Absent, none.Lower!.ReadEntry(EntryKind.Manifest, _key).State);
    }

    [Fact]
    public void Why_a_layer_cant_be_read_is_said()
    {
        Assert.Equal(Posix.Errno.NotFound, Layered().Lower!.FindObstacle());
        File.WriteAllText(Below, "text");
        Assert.Equal(Posix.Errno.NotADirectory, Layered().Lower!.FindObstacle());
        File.Delete(Below);
        Directory.CreateDirectory(Below);
        Assert.Equal(Posix.Errno.None, Layered().Lower!.FindObstacle());
        new LocalStore(new StoreOptions { Directory = BelowBytes }).WriteEntry(EntryKind.Manifest, _key, "x"u8, replace: false);
        Assert.Equal(Posix.Errno.None, Layered().Lower!.FindObstacle());
    }

    private LocalStore Layered(IEntryMemory? memory = null) =>
        new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Cache), LowerDirectories = [BelowBytes] }, memory);

    private string Listing() => string.Join('\n', Directory.GetFileSystemEntries(Below, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {File.GetUnixFileMode(path)} {(File.Exists(path) ? Convert.ToHexString(File.ReadAllBytes(path)) : string.Empty)}"));
}
