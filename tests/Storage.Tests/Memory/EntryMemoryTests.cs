using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Memory;

/// <summary>Entries in memory are answered from there while their files are unchanged, and never otherwise.</summary>
public sealed class EntryMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EntryMemory _memory = new(1 << 20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_entry_is_held_and_what_replaces_it_is_seen()
    {
        LocalStore store = Store();
        Digest key = Samples.Key("manifest");
        store.WriteEntry(EntryKind.Manifest, key, "old"u8, replace: true);
        Assert.Equal("old"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
        Assert.Equal(1, _memory.Count);
        Assert.Equal("old"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);

        // Another process replaces it.
        _folder.Store().WriteEntry(EntryKind.Manifest, key, "new"u8, replace: true);
        Assert.Equal("new"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
    }

    [Fact]
    public void What_others_removed_is_gone()
    {
        LocalStore store = Store();
        Digest key = Samples.Key("manifest");
        store.WriteEntry(EntryKind.Manifest, key, "content"u8, replace: true);
        Assert.True(store.ReadEntry(EntryKind.Manifest, key).IsFound);
        _folder.Store().Clear();
        Assert.False(store.ReadEntry(EntryKind.Manifest, key).IsFound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_result_is_held_with_its_verified_content(int level)
    {
        LocalStore store = Store(level);
        Digest key = WriteResult(store, "result", 50_000);
        using (StoredResult fromFile = store.OpenResult(key).Result!)
        {
            store.Remember(key, fromFile);
            Assert.Equal(0, _memory.Count); // Nothing was verified yet.
            Assert.Equal(50_000, ReadObject(fromFile).Length);
            store.Remember(key, fromFile);
        }

        // A raw object could be cloned from its file, which beats memory.
        Assert.Equal(level == 0 ? 0 : 1, _memory.Count);
        using StoredResult again = store.OpenResult(key).Result!;
        Assert.Equal(50_000, ReadObject(again).Length);
        Assert.False(again.IsCorrupt);
    }

    /// <summary>What the compiler took stood in no result from memory, so that hits of a daemon seemed to save nothing.</summary>
    [Fact]
    public void A_result_is_held_with_its_metadata()
    {
        LocalStore store = Store();
        Digest key = Samples.Key("timed");
        ResultBuilder builder = new() { Metadata = ResultMetadata.Of("app"u8, "/usr/bin/cc"u8, default, duration: 123_456_789) };
        builder.Add(ResultMemberKind.Object, Samples.Text(1000));
        Assert.True(store.WriteResult(key, builder, replace: true).IsPresent);
        for (int i = 0; i < 2; i++)
        {
            using StoredResult result = store.OpenResult(key).Result!;
            Assert.Equal((i, 123_456_789), (_memory.Count, ResultMetadata.DurationOf(result.Metadata)));
            Assert.Equal("app"u8, ResultMetadata.NamespaceOf(result.Metadata));
            ReadObject(result);
            store.Remember(key, result);
        }

        Assert.Equal(0, ResultMetadata.DurationOf(ResultMetadata.Of("app"u8, "/usr/bin/cc"u8, default, long.MaxValue).Span));
        Assert.Equal(0, ResultMetadata.DurationOf(ResultMetadata.Of("app"u8, "/usr/bin/cc"u8, default).Span));
    }

    [Fact]
    public void A_result_that_is_damaged_later_is_not_answered_for_by_its_file()
    {
        LocalStore store = Store();
        Digest key = WriteResult(store, "result", 10_000);
        using (StoredResult fromFile = store.OpenResult(key).Result!)
        {
            ReadObject(fromFile);
            store.Remember(key, fromFile);
        }

        string file = Assert.Single(Directory.GetFiles(_folder.Cache, "*.r", SearchOption.AllDirectories));
        File.WriteAllText(file, "damage");
        Assert.True(store.OpenResult(key).IsCorrupt);
    }

    [Fact]
    public void Memory_is_bounded_and_keeps_what_is_used()
    {
        EntryMemory memory = new(100_000);
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Cache) }, memory);
        Digest hot = Samples.Key("hot");
        store.WriteEntry(EntryKind.Manifest, hot, new byte[1000], replace: true);
        for (int i = 0; i < 300; i++)
        {
            Digest key = Samples.Key("cold " + i);
            store.WriteEntry(EntryKind.Manifest, key, new byte[1000], replace: true);
            Assert.True(store.ReadEntry(EntryKind.Manifest, key).IsFound);
            Assert.True(store.ReadEntry(EntryKind.Manifest, hot).IsFound);
            Assert.InRange(memory.Used, 0, memory.Limit);
        }

        Assert.InRange(memory.Count, 20, 100);
        Assert.True(memory.TryGet(EntryKind.Manifest, hot, StatusOf(store, hot), out _));

        // A giant would push everything else out.
        Digest giant = Samples.Key("giant");
        store.WriteEntry(EntryKind.Manifest, giant, new byte[90_000], replace: true);
        int before = memory.Count;
        Assert.True(store.ReadEntry(EntryKind.Manifest, giant).IsFound);
        Assert.Equal(before, memory.Count);
    }

    private static Posix.FileStatus StatusOf(LocalStore store, Digest key) => store.ReadEntry(EntryKind.Manifest, key).Status;

    private static ReadOnlyMemory<byte> ReadObject(StoredResult result)
    {
        Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member));
        Assert.True(result.TryRead(member, out ReadOnlyMemory<byte> content));
        return content;
    }

    private static Digest WriteResult(LocalStore store, string name, int size)
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, new byte[size]);
        Digest key = Samples.Key(name);
        Assert.True(store.WriteResult(key, builder, replace: false).IsPresent);
        return key;
    }

    private LocalStore Store(int level = 1) =>
        new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Cache), CompressionLevel = level }, _memory);
}
