using System.Text;
using Larder.Storage.Tests.Exchange;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Sharing;

public sealed class SharedResultTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalStore _store;

    public SharedResultTests() => _store = _folder.Store();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_two_compilers_made_alike_stands_once_and_is_counted_once()
    {
        (WriteOutcome written, Digest key, long spared, _) = _store.WriteShared(Result(compiler: "/usr/bin/cc"));
        Assert.Equal((WriteState.Stored, 0L), (written.State, spared));
        StoreSize size = _store.Scan();

        Assert.Equal(
            new SharedWriteOutcome(new WriteOutcome(WriteState.AlreadyPresent, 0, 0), key, size.Bytes, WasDamaged: false), _store.WriteShared(Result(compiler: "/opt/bin/cc")));

        Assert.Equal((size, 1L), (_store.Scan(), size.Files));
        Assert.Equal(new StoreDelta(size.Bytes, 1), _store.TakeDelta());
        AssertHolds(key);
    }

    [Fact]
    public void Other_bytes_another_kind_another_order_and_another_namespace_are_other_results()
    {
        HashSet<Digest> keys = [];
        foreach (ResultBuilder builder in (ResultBuilder[])[Result(), Result(seed: 2), Result(space: "app"), Swapped(ResultMemberKind.Object, ResultMemberKind.StandardError),
            Swapped(ResultMemberKind.Assembly, ResultMemberKind.StandardError), Swapped(ResultMemberKind.StandardError, ResultMemberKind.Object)])
        {
            SharedWriteOutcome stored = _store.WriteShared(builder);
            Assert.Equal(WriteState.Stored, stored.Written.State);
            keys.Add(stored.Key);
        }

        Assert.Equal((6, 6L), (keys.Count, _store.Scan().Files));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_damaged_one_is_never_led_to_again_wherever_the_damage_is(int level)
    {
        LocalStore store = _folder.Store(options => options with { CompressionLevel = level });
        Digest key = store.WriteShared(Result()).Key;
        string path = StorePaths.EntryText(store, EntryKind.Result, key);
        byte[] whole = File.ReadAllBytes(path);
        ResultMember[] members = MembersOf(store, key);
        for (int at = 0; at < whole.Length; at += at < 400 ? 13 : 997)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 4;
            File.WriteAllBytes(path, damaged);
            bool isPadding = at >= members.Min(member => member.Offset) && !members.Any(member => at >= member.Offset && at < member.Offset + member.StoredSize);
            SharedWriteOutcome stored = store.WriteShared(Result());
            Assert.True(stored.Written.State == (isPadding ? WriteState.AlreadyPresent : WriteState.Stored), $"byte {at}: {stored}");
            Assert.Equal((isPadding, !isPadding), (stored.SharedBytes > 0, stored.WasDamaged));
            AssertHolds(key);
        }

        File.WriteAllBytes(path, whole.AsSpan(0, whole.Length / 2));
        Assert.Equal(WriteState.Stored, store.WriteShared(Result()).Written.State);
        AssertHolds(key);
    }

    [Fact]
    public void What_has_the_name_and_is_something_else_gives_way()
    {
        Digest key = _store.WriteShared(Result()).Key;
        string path = StorePaths.EntryText(_store, EntryKind.Result, key);

        // Whole by its own checksums, and yet not what the key says: nobody but a forger makes one.
        Assert.Equal(WriteState.Stored, _store.WriteResult(key, Result(seed: 3), replace: true).State);
        Assert.Equal(WriteState.Stored, _store.WriteShared(Result()).Written.State);
        AssertHolds(key);

        File.Move(path, path + ".moved");
        File.CreateSymbolicLink(path, path + ".moved");
        Assert.Equal(WriteState.Stored, _store.WriteShared(Result()).Written.State);
        Assert.Null(new FileInfo(path).LinkTarget);
        AssertHolds(key);

        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Equal(WriteState.Stored, _store.WriteShared(Result()).Written.State);
        AssertHolds(key);
    }

    [Fact]
    public void A_forged_one_is_no_whole_entry()
    {
        ResultBuilder forged = Result(seed: 3);
        forged.Metadata = Published(Result(), out Digest key);
        _store.WriteResult(key, forged, replace: true);
        Assert.False(EntryCheck.IsWhole(EntryKind.Result, key, File.ReadAllBytes(StorePaths.EntryText(_store, EntryKind.Result, key))));

        Published(Result(), out key);
        Assert.True(EntryCheck.IsWhole(EntryKind.Result, key, File.ReadAllBytes(StorePaths.EntryText(_store, EntryKind.Result, key))));
    }

    [Fact]
    public void Who_shares_one_marks_it_as_used_and_finds_it_at_any_level()
    {
        Digest key = _store.WriteShared(Result()).Key;
        string path = StorePaths.EntryText(_store, EntryKind.Result, key);
        new Recompressor(_store, new Statistics(_store)).Run(12);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-9));

        Assert.Equal(WriteState.AlreadyPresent, _store.WriteShared(Result()).Written.State);

        Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < TimeSpan.FromHours(1));
        AssertHolds(key);
    }

    [Fact]
    public void A_read_only_store_takes_none()
    {
        LocalStore readOnly = _folder.Store(options => options with { ReadOnly = true });
        Assert.Equal(WriteState.NotPermitted, readOnly.WriteShared(Result()).Written.State);
        Assert.Empty(StorePaths.Entries(_store));
    }

    [Fact]
    public void Writers_removers_and_readers_of_one_content_never_see_anything_else()
    {
        Parallel.For(0, 8, worker =>
        {
            LocalStore store = _folder.Store();
            Random random = new(worker);
            for (int i = 0; i < 60; i++)
            {
                SharedWriteOutcome stored = store.WriteShared(Result());
                Assert.True(stored.Written.IsPresent);
                if (random.Next(3) == 0)
                    store.Remove(EntryKind.Result, stored.Key);
                using StoredResult? result = store.OpenResult(stored.Key).Result;
                if (result is not null)
                    Assert.True(AllCanBeRead(result));
            }
        });
        Assert.Empty(StorePaths.Temporaries(_store));
    }

    [Fact]
    public void Another_user_is_offered_what_stood_there_already()
    {
        Digest key = _store.WriteShared(Result()).Key;
        TestableExchange exchange = new();
        LocalStore store = _folder.Store();
        store.Exchange = exchange;

        Assert.Equal(WriteState.AlreadyPresent, store.WriteShared(Result()).Written.State);

        Assert.Equal(File.ReadAllBytes(StorePaths.EntryText(_store, EntryKind.Result, key)), exchange.Offered.Single().Entry);
    }

    private static ResultBuilder Result(string compiler = "/usr/bin/cc", string space = "", int seed = 1)
    {
        ResultBuilder builder = new() { Metadata = ResultMetadata.Of(Encoding.UTF8.GetBytes(space), Encoding.UTF8.GetBytes(compiler), Samples.Key(compiler)) };
        builder.Add(ResultMemberKind.Object, (byte[])[.. Samples.Noise(9000, seed), .. Samples.Text(20_000)]);
        builder.Add(ResultMemberKind.StandardError, "x.c:1: warning"u8.ToArray());
        return builder;
    }

    private static ResultBuilder Swapped(ResultMemberKind first, ResultMemberKind second)
    {
        ResultBuilder builder = new();
        builder.Add(first, Samples.Text(100));
        builder.Add(second, Samples.Text(200));
        return builder;
    }

    private static ResultMember[] MembersOf(LocalStore store, Digest key)
    {
        using StoredResult result = store.OpenResult(key).Result!;
        return result.Members.ToArray();
    }

    private static bool AllCanBeRead(StoredResult result)
    {
        foreach (ResultMember member in result.Members)
        {
            if (!result.TryRead(member, out _))
                return false;
        }

        return true;
    }

    private ReadOnlyMemory<byte> Published(ResultBuilder builder, out Digest key)
    {
        key = _store.WriteShared(builder).Key;
        return builder.Metadata;
    }

    private void AssertHolds(Digest key)
    {
        using StoredResult result = _store.OpenResult(key).Result!;
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in Result().Members)
        {
            Assert.True(result.TryFind(kind, out ResultMember member) && result.TryRead(member, out ReadOnlyMemory<byte> content) && content.Span.SequenceEqual(bytes.Span));
        }
    }
}
