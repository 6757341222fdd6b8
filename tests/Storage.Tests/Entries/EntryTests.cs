using FsCheck;
using FsCheck.Fluent;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Entries;

public sealed class EntryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_read() =>
        Prop.ForAll<byte[], byte, bool>((content, kind, compressed) =>
        {
            LocalStore store = _folder.Store(o => o with { CompressionLevel = compressed ? 1 : 0 });
            byte[] payload = [.. content, .. Samples.Text(content.Length * 20)];
            EntryKind entryKind = kind % 2 == 0 ? EntryKind.Manifest : EntryKind.Toolchain;
            Digest key = Digest.Of(payload);
            return store.WriteEntry(entryKind, key, payload, replace: true).State == WriteState.Stored
                && store.ReadEntry(entryKind, key) is { IsFound: true } read
                && read.Payload.Span.SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_never_stored_is_absent()
    {
        LocalStore store = _folder.Store();
        EntryReadOutcome read = store.ReadEntry(EntryKind.Manifest, Samples.Key("a"));
        Assert.Equal(ReadState.Absent, read.State);
        Assert.False(Directory.Exists(_folder.Cache), "looking must not make anything");
    }

    [Fact]
    public void An_entry_is_kept_or_replaced_as_asked()
    {
        LocalStore store = _folder.Store();
        Digest key = Samples.Key("a");
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "first"u8, replace: false).State);
        Assert.Equal(WriteState.AlreadyPresent, store.WriteEntry(EntryKind.Manifest, key, "second"u8, replace: false).State);
        Assert.Equal("first"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "third"u8, replace: true).State);
        Assert.Equal("third"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
        Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Toolchain, key).State);
        Assert.Empty(StorePaths.Temporaries(store));
    }

    [Fact]
    public void The_directory_is_tagged_as_a_cache()
    {
        LocalStore store = _folder.Store();
        store.WriteEntry(EntryKind.Manifest, Samples.Key("a"), "x"u8, replace: false);
        Assert.StartsWith("Signature: 8a477f597d28d172789f06886806bc55", File.ReadAllText(_folder.Cache + "/CACHEDIR.TAG"));
    }

    [Fact]
    public void The_size_on_disk_is_accounted_for()
    {
        LocalStore store = _folder.Store();
        Digest key = Samples.Key("a");
        store.WriteEntry(EntryKind.Manifest, key, Samples.Noise(9000), replace: false);
        store.WriteEntry(EntryKind.Manifest, key, Samples.Noise(50_000), replace: true);
        store.WriteEntry(EntryKind.Toolchain, key, Samples.Noise(10), replace: true);
        StoreSize scanned = store.Scan();
        Assert.Equal(new StoreDelta(scanned.Bytes, 2), store.TakeDelta());
        Assert.Equal(2, scanned.Files);
        Assert.InRange(scanned.Bytes, 50_010, 100_000);
        Assert.True(store.TakeDelta().IsEmpty);

        Assert.True(store.Remove(EntryKind.Toolchain, key));
        Assert.False(store.Remove(EntryKind.Toolchain, key));
        ClearOutcome cleared = store.Clear();
        Assert.Equal(1, cleared.Files);
        Assert.Equal(0, cleared.Remaining);
        Assert.Equal(new StoreDelta(-scanned.Bytes, -2), store.TakeDelta());
        Assert.Equal(new StoreSize(0, 0), store.Scan());
    }

    [Fact]
    public void Use_is_marked_once_an_hour()
    {
        LocalStore store = _folder.Store();
        Digest key = Samples.Key("a");
        store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: false);
        string path = StorePaths.EntryText(store, EntryKind.Manifest, key);

        DateTime recent = DateTime.UtcNow - TimeSpan.FromMinutes(50);
        File.SetLastWriteTimeUtc(path, recent);
        store.Touch(EntryKind.Manifest, key, store.ReadEntry(EntryKind.Manifest, key).Status);
        Assert.Equal(recent, File.GetLastWriteTimeUtc(path), TimeSpan.FromSeconds(1));

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromMinutes(70));
        store.Touch(EntryKind.Manifest, key, store.ReadEntry(EntryKind.Manifest, key).Status);
        Assert.Equal(DateTime.UtcNow, File.GetLastWriteTimeUtc(path), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Payloads_beyond_the_limit_are_refused()
    {
        LocalStore store = _folder.Store();
        byte[] huge = new byte[EntryEnvelope.MaxPayload + 1];
        Assert.Equal(WriteState.TooLarge, store.WriteEntry(EntryKind.Manifest, Samples.Key("a"), huge, replace: false).State);
    }

    [Fact]
    public void Long_directory_names_work()
    {
        string deep = _folder.Path + "/" + string.Join('/', Enumerable.Repeat(new string('d', 200), 5));
        LocalStore store = new(new StoreOptions { Directory = System.Text.Encoding.UTF8.GetBytes(deep) });
        Digest key = Samples.Key("a");
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: false).State);
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "y"u8, replace: true).State);
        Assert.Equal("y"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
    }

    [Fact]
    public void Stale_temporary_files_go_with_the_next_clear()
    {
        LocalStore store = _folder.Store();
        Digest key = Samples.Key("a");
        store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: true);
        store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: true);
        string left = StorePaths.Text(store, "tmp/0123456789abcdef");
        File.WriteAllText(left, "interrupted just now");
        store.Clear();
        Assert.True(File.Exists(left), "a write may still be under way");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow - TimeSpan.FromMinutes(70));
        store.Clear();
        Assert.False(File.Exists(left));
    }
}
