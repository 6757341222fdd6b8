using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Entries;

/// <summary>Whatever stands at an entry's place, a reader gets what was stored or nothing.</summary>
public sealed class EntryDamageTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_truncation_of_an_entry_is_a_miss_and_removed(int level)
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = level });
        byte[] whole = Stored(store);
        for (int length = 0; length < whole.Length; length++)
            AssertCorrupt(store, whole[..length]);
        AssertCorrupt(store, [.. whole, 0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_flipped_bit_of_an_entry_is_a_miss_and_removed(int level)
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = level });
        byte[] whole = Stored(store);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertCorrupt(store, damaged);
        }
    }

    [Fact]
    public void An_entry_under_another_key_or_kind_is_foreign()
    {
        LocalStore store = _folder.Store();
        byte[] whole = Stored(store);
        Digest other = Samples.Key("b");
        string path = StorePaths.EntryText(store, EntryKind.Manifest, other);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, whole);
        Assert.True(store.ReadEntry(EntryKind.Manifest, other).IsCorrupt);
        path = StorePaths.EntryText(store, EntryKind.Toolchain, _key);
        File.WriteAllBytes(path, whole);
        Assert.True(store.ReadEntry(EntryKind.Toolchain, _key).IsCorrupt);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsFound);
    }

    [Fact]
    public void A_claim_to_expand_beyond_reason_is_not_believed()
    {
        // A valid checksum over a size that no frame of that length can have: must fail before it allocates.
        LocalStore store = _folder.Store();
        byte[] entry = Stored(store);
        BitConverter.TryWriteBytes(entry.AsSpan(16), (long)EntryEnvelope.MaxPayload);
        entry[11] = 1;
        Digest.Of(entry.AsSpan(0, entry.Length - 32)).CopyTo(entry.AsSpan(entry.Length - 32));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertCorrupt(store, entry);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Links_pipes_and_directories_in_the_way_are_no_entries()
    {
        LocalStore store = _folder.Store();
        byte[] whole = Stored(store);
        string path = StorePaths.EntryText(store, EntryKind.Manifest, _key);
        string elsewhere = _folder.Path + "/elsewhere";

        File.WriteAllBytes(elsewhere, whole);
        File.Delete(path);
        File.CreateSymbolicLink(path, elsewhere);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        Assert.True(File.Exists(elsewhere));
        Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Manifest, _key).State);

        Assert.Equal(0, WorkerTool.Run("mkfifo", path));
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);

        Directory.CreateDirectory(path);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        Assert.False(Directory.Exists(path));
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, _key, "x"u8, replace: true).State);

        File.Delete(path);
        Directory.CreateDirectory(path + "/with something in it");
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        Assert.NotEqual(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, _key, "x"u8, replace: true).State);
        Assert.Empty(StorePaths.Temporaries(store));
    }

    [Fact]
    public void A_read_only_store_removes_nothing()
    {
        byte[] whole = Stored(_folder.Store());
        LocalStore store = _folder.Store(o => o with { ReadOnly = true });
        string path = StorePaths.EntryText(store, EntryKind.Manifest, _key);
        File.WriteAllBytes(path, whole[..40]);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        Assert.True(File.Exists(path));
        Assert.False(store.Remove(EntryKind.Manifest, _key));
        Assert.Equal(WriteState.NotPermitted, store.WriteEntry(EntryKind.Manifest, _key, "x"u8, replace: true).State);
        Assert.Equal(1, store.Clear().Remaining);
        Assert.True(File.Exists(path));
    }

    private byte[] Stored(LocalStore store)
    {
        store.WriteEntry(EntryKind.Manifest, _key, Samples.Text(150), replace: true);
        return File.ReadAllBytes(StorePaths.EntryText(store, EntryKind.Manifest, _key));
    }

    private void AssertCorrupt(LocalStore store, byte[] content)
    {
        string path = StorePaths.EntryText(store, EntryKind.Manifest, _key);
        File.WriteAllBytes(path, content);
        EntryReadOutcome read = store.ReadEntry(EntryKind.Manifest, _key);
        Assert.Equal(ReadState.Corrupt, read.State);
        Assert.True(read.Payload.IsEmpty || read.State != ReadState.Found);
        Assert.False(File.Exists(path));
    }
}
