using System.Text;
using Larder.Storage.Manifests;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Exchange;

/// <summary>A store with somebody else's entries behind it.</summary>
public sealed class ExchangeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();
    private readonly TestableExchange _exchange = new();
    private readonly Digest _key = Samples.Key("a");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(EntryKind.Toolchain)]
    [InlineData(EntryKind.Manifest)]
    public void What_is_missing_is_fetched_once_and_stands_here_then(EntryKind kind)
    {
        Have(kind);
        LocalStore store = Store();
        EntryReadOutcome read = store.ReadEntry(kind, _key);
        Assert.True(read.IsFound);
        Assert.Equal(Payload(kind), read.Payload.ToArray());
        Assert.Equal(_exchange.Entries[(kind, _key)], File.ReadAllBytes(StorePaths.EntryText(store, kind, _key)));
        Assert.Equal(new StoreDelta(store.Scan().Bytes, 1), store.TakeDelta());
        Assert.Equal((1, 0), (store.TakeFetched(), store.TakeFetched()));

        Assert.Equal(Payload(kind), store.ReadEntry(kind, _key).Payload.ToArray());
        Assert.Single(_exchange.Asked);
        Assert.Empty(_exchange.Offered);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(0, 3_000_000)]
    [InlineData(1, 3_000_000)]
    public void A_result_too(int level, int size)
    {
        byte[] content = HaveResult(level, size);
        LocalStore store = Store();
        Expect(content, store);
        Assert.True(store.Contains(EntryKind.Result, _key));
        Expect(content, store);
        Assert.Equal(1, store.TakeFetched());
        Assert.Single(_exchange.Asked);
        Assert.Empty(_exchange.Offered);
    }

    [Fact]
    public void What_nobody_has_is_absent()
    {
        LocalStore store = Store();
        Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Manifest, _key).State);
        Assert.Equal(ReadState.Absent, store.OpenResult(_key).State);
        Assert.Equal(2, _exchange.Asked.Count);
        Assert.False(Directory.Exists(_folder.Cache));
    }

    [Fact]
    public void Without_a_place_for_it_it_is_used_from_memory()
    {
        Have(EntryKind.Manifest);
        byte[] content = HaveResult(1, 50_000);
        LocalStore readOnly = Store(o => o with { ReadOnly = true });
        LocalStore nowhere = Store(o => o with { Directory = "/proc/no/such/place"u8.ToArray() });
        foreach (LocalStore store in (LocalStore[])[readOnly, nowhere])
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(Payload(EntryKind.Manifest), store.ReadEntry(EntryKind.Manifest, _key).Payload.ToArray());
                Expect(content, store);
            }
        }

        Assert.False(Directory.Exists(_folder.Cache));
        Assert.Equal(8, _exchange.Asked.Count);
        Assert.False(nowhere.WriteEntry(EntryKind.Manifest, _key, Payload(EntryKind.Manifest), replace: true).IsPresent);
        Assert.Empty(_exchange.Offered);
    }

    [Fact]
    public void Damage_of_any_byte_is_found_before_anything_is_kept()
    {
        HaveResult(1, 2000);
        HaveResult(0, 2000, Samples.Key("raw"));
        Have(EntryKind.Manifest);
        Have(EntryKind.Toolchain);
        foreach (((EntryKind kind, Digest key), byte[] entry) in _exchange.Entries.ToArray())
        {
            for (int i = 0; i < entry.Length; i++)
            {
                byte[] damaged = [.. entry];
                damaged[i] ^= (byte)(1 << (i % 8));
                ExpectRefused(kind, key, damaged);
            }

            for (int length = 0; length < entry.Length; length += 7)
                ExpectRefused(kind, key, entry[..length]);
            ExpectRefused(kind, key, [.. entry, 0]);
        }
    }

    [Fact]
    public void An_entry_of_another_key_or_kind_is_refused()
    {
        Have(EntryKind.Manifest);
        HaveResult(1, 2000);
        byte[] manifest = _exchange.Entries[(EntryKind.Manifest, _key)];
        byte[] result = _exchange.Entries[(EntryKind.Result, _key)];
        ExpectRefused(EntryKind.Manifest, Samples.Key("b"), manifest);
        ExpectRefused(EntryKind.Result, Samples.Key("b"), result);
        ExpectRefused(EntryKind.Toolchain, _key, manifest);
        ExpectRefused(EntryKind.Result, _key, manifest);
        ExpectRefused(EntryKind.Manifest, _key, result);
    }

    [Fact]
    public void A_promise_of_more_than_any_compile_makes_takes_no_memory()
    {
        byte[] content = [.. Samples.Noise(20_000), .. new byte[20_000]];
        LocalStore maker = _other.Store();
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, content);
        maker.WriteResult(_key, builder, replace: true);
        byte[] entry = File.ReadAllBytes(StorePaths.EntryText(maker, EntryKind.Result, _key));
        BitConverter.TryWriteBytes(entry.AsSpan(64 + 8), EntryCheck.MaxContent + 1);
        byte[] sum = new byte[Digest.Size];
        Digest.Of(entry.AsSpan(0, 128)).CopyTo(sum);
        sum.CopyTo(entry, 128);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ExpectRefused(EntryKind.Result, _key, entry);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < EntryCheck.MaxContent / 4);
    }

    [Fact]
    public void What_is_stored_here_is_offered_as_it_stands()
    {
        LocalStore store = Store();
        store.WriteEntry(EntryKind.Manifest, _key, Payload(EntryKind.Manifest), replace: true);
        foreach (int level in (int[])[0, 1])
        {
            LocalStore other = Store(o => o with { CompressionLevel = level });
            ResultBuilder builder = new() { Metadata = "m"u8.ToArray() };
            builder.Add(ResultMemberKind.Object, Samples.Text(100_000));
            builder.Add(ResultMemberKind.StandardError, Samples.Text(50));
            other.WriteResult(Samples.Key("level " + level), builder, replace: false);
        }

        Assert.Equal(3, _exchange.Offered.Count);
        foreach ((EntryKind kind, Digest key, byte[] entry) in _exchange.Offered)
        {
            Assert.Equal(File.ReadAllBytes(StorePaths.EntryText(store, kind, key)), entry);
            Assert.True(EntryCheck.IsWhole(kind, key, entry));
        }
    }

    [Fact]
    public void A_damaged_entry_here_is_a_miss_that_is_told_and_fetched_the_next_time()
    {
        Have(EntryKind.Manifest);
        LocalStore store = Store();
        store.ReadEntry(EntryKind.Manifest, _key);
        File.WriteAllBytes(StorePaths.EntryText(store, EntryKind.Manifest, _key), [1, 2, 3]);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsCorrupt);
        Assert.True(store.ReadEntry(EntryKind.Manifest, _key).IsFound);
    }

    [Fact]
    public void Whole_files_are_read_checked_and_within_a_limit()
    {
        HaveResult(1, 5000);
        LocalStore maker = _other.Store();
        byte[] expected = _exchange.Entries[(EntryKind.Result, _key)];
        Assert.Equal(ReadState.Found, maker.ReadWhole(EntryKind.Result, _key, expected.Length, out byte[] entry, out _));
        Assert.Equal(expected, entry);
        Assert.Equal(ReadState.Absent, maker.ReadWhole(EntryKind.Result, _key, expected.Length - 1, out entry, out _));
        Assert.Empty(entry);
        Assert.Equal(ReadState.Absent, maker.ReadWhole(EntryKind.Manifest, _key, int.MaxValue, out _, out _));

        string path = StorePaths.EntryText(maker, EntryKind.Result, _key);
        expected[^1] ^= 1;
        File.WriteAllBytes(path, expected);
        Assert.Equal(ReadState.Corrupt, maker.ReadWhole(EntryKind.Result, _key, int.MaxValue, out entry, out _));
        Assert.Empty(entry);
        Assert.False(File.Exists(path));
    }

    private static byte[] Payload(EntryKind kind) => kind == EntryKind.Manifest
        ? ManifestWriter.Preprocessor()
        : Encoding.UTF8.GetBytes("what a compiler said " + new string('x', 500));

    private LocalStore Store(Func<StoreOptions, StoreOptions>? change = null)
    {
        LocalStore store = _folder.Store(change);
        store.Exchange = _exchange;
        return store;
    }

    private void Have(EntryKind kind)
    {
        LocalStore maker = _other.Store();
        maker.WriteEntry(kind, _key, Payload(kind), replace: true);
        _exchange.Entries[(kind, _key)] = File.ReadAllBytes(StorePaths.EntryText(maker, kind, _key));
    }

    private byte[] HaveResult(int level, int size, Digest? key = null)
    {
        LocalStore maker = _other.Store(o => o with { CompressionLevel = level });
        byte[] content = Samples.Text(size);
        ResultBuilder builder = new() { Metadata = "meta"u8.ToArray() };
        builder.Add(ResultMemberKind.StandardError, content.AsMemory(0, 90));
        builder.Add(ResultMemberKind.Object, content);
        maker.WriteResult(key ?? _key, builder, replace: true);
        _exchange.Entries[(EntryKind.Result, key ?? _key)] = File.ReadAllBytes(StorePaths.EntryText(maker, EntryKind.Result, key ?? _key));
        return content;
    }

    private void Expect(byte[] content, LocalStore store)
    {
        using StoredResult? result = store.OpenResult(_key).Result;
        Assert.NotNull(result);
        Assert.Equal("meta"u8, result.Metadata);
        Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member));
        Assert.True(result.TryRead(member, out ReadOnlyMemory<byte> read));
        Assert.True(read.Span.SequenceEqual(content));
    }

    private void ExpectRefused(EntryKind kind, Digest key, byte[] entry)
    {
        LocalStore store = Store();
        TestableExchange liar = new();
        liar.Entries[(kind, key)] = entry;
        store.Exchange = liar;
        ReadState state = kind == EntryKind.Result ? store.OpenResult(key).State : store.ReadEntry(kind, key).State;
        Assert.Equal(ReadState.Corrupt, state);
        Assert.False(store.Contains(kind, key));
    }
}
