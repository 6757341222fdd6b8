using System.Runtime.Versioning;
using Larder.Daemon.Grpc;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Messages;
using Larder.Daemon.Services;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Wire;
using Larder.Storage;
using Larder.Storage.Manifests;
using static Larder.Daemon.Tests.Exchange.ExchangeBed;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Tests.Exchange;

/// <summary>Who gets whose entries, where they land, and what is refused.</summary>
[SupportedOSPlatform("linux")]
public sealed class EntryExchangeTests
{
    private readonly Digest _key = Key("a");

    [Theory]
    [InlineData("none")]
    [InlineData("read")]
    [InlineData("all")]
    public async Task A_user_gets_what_it_stored_and_it_stands_under_its_number(string sharing)
    {
        using ExchangeBed bed = new(sharing);
        byte[] entry = bed.Result(_key, "alice's");
        byte[] manifest = bed.Manifest(_key);
        Assert.Null(await bed.LookupAsync(Alice, _key));
        Assert.True(await bed.StoreAsync(Alice, _key, entry));
        Assert.True(await bed.StoreAsync(Alice, _key, manifest, EntryKind.Manifest));
        Assert.Equal(entry, await bed.LookupAsync(Alice, _key));
        Assert.Equal(manifest, await bed.LookupAsync(Alice, _key, EntryKind.Manifest));
        Assert.Null(await bed.LookupAsync(Alice, _key, EntryKind.Toolchain));

        Assert.True(bed.Users(Alice).Contains(EntryKind.Result, _key));
        Assert.False(bed.Main.Contains(EntryKind.Result, _key));
        Assert.Equal("users", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(bed.Cache))));
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(bed.Cache + "/users"));
        StatisticsSnapshot counted = new Statistics(bed.Users(Alice)).Read();
        Assert.Equal((1UL, bed.Users(Alice).Scan().Bytes, 2L), (counted[Counter.Stored], counted.Bytes, counted.Files));
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("read", null)]
    [InlineData("all", "alice's")]
    public async Task Others_get_it_only_where_everybody_shares(string sharing, string? expected)
    {
        using ExchangeBed bed = new(sharing);
        byte[] entry = bed.Result(_key, "alice's");
        await bed.StoreAsync(Alice, _key, entry);
        Assert.Equal(expected is null ? null : entry, await bed.LookupAsync(Bob, _key));
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("read", true)]
    [InlineData("all", true)]
    public async Task What_the_daemons_user_stored_is_others_only_where_it_is_shared(string sharing, bool expected)
    {
        using ExchangeBed bed = new(sharing);
        byte[] compiled = bed.Result(_key, "compiled", inMain: true);
        byte[] given = bed.Result(Key("b"), "given");
        await bed.StoreAsync(Own, Key("b"), given);
        Assert.Equal(expected ? compiled : null, await bed.LookupAsync(Alice, _key));
        Assert.Equal(expected ? given : null, await bed.LookupAsync(Alice, Key("b")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public async Task The_daemons_user_gets_its_own_and_nobody_elses(string sharing)
    {
        using ExchangeBed bed = new(sharing);
        byte[] own = bed.Result(_key, "own", inMain: true);
        byte[] given = bed.Result(Key("b"), "given");
        byte[] others = bed.Result(Key("c"), "alice's");
        await bed.StoreAsync(Own, Key("b"), given);
        await bed.StoreAsync(Alice, Key("c"), others);
        Assert.Equal(own, await bed.LookupAsync(Own, _key));
        Assert.Equal(given, await bed.LookupAsync(Own, Key("b")));
        Assert.Null(await bed.LookupAsync(Own, Key("c")));
    }

    [Fact]
    public async Task A_users_own_entry_goes_before_everybody_elses()
    {
        using ExchangeBed bed = new("all");
        bed.Result(_key, "the daemon's", inMain: true);
        byte[] alices = bed.Result(_key, "alice's");
        await bed.StoreAsync(Alice, _key, alices);
        byte[] bobs = bed.Result(_key, "bob's");
        await bed.StoreAsync(Bob, _key, bobs);
        Assert.Equal(alices, await bed.LookupAsync(Alice, _key));
        Assert.Equal(bobs, await bed.LookupAsync(Bob, _key));
    }

    [Fact]
    public async Task What_stands_in_the_daemons_directory_already_needs_no_second_place()
    {
        using ExchangeBed bed = new();
        byte[] entry = bed.Result(_key, "own", inMain: true);
        Assert.True(await bed.StoreAsync(Own, _key, entry));
        Assert.False(Directory.Exists(bed.Cache + "/users"));
        Assert.True(await bed.StoreAsync(Alice, _key, entry));
        Assert.True(bed.Users(Alice).Contains(EntryKind.Result, _key));
    }

    [Fact]
    public async Task Later_manifests_replace_and_later_results_do_not()
    {
        using ExchangeBed bed = new();
        byte[] first = bed.Result(_key, "first");
        byte[] second = bed.Result(_key, "second");
        Assert.True(await bed.StoreAsync(Alice, _key, first));
        Assert.True(await bed.StoreAsync(Alice, _key, second));
        Assert.Equal(first, await bed.LookupAsync(Alice, _key));

        LocalStore made = Of(bed.Root + "/later");
        made.WriteEntry(EntryKind.Manifest, _key, ManifestWriter.Prepend(default, _key, StreamCondition.Any, new InputSetBuilder().Build()), replace: true);
        made.ReadWhole(EntryKind.Manifest, _key, int.MaxValue, out byte[] later, out _);
        foreach (byte[] entry in (byte[][])[bed.Manifest(_key), later])
        {
            Assert.True(await bed.StoreAsync(Alice, _key, entry, EntryKind.Manifest));
            Assert.Equal(entry, await bed.LookupAsync(Alice, _key, EntryKind.Manifest));
        }

        Assert.Equal(2, bed.Users(Alice).Scan().Files);
    }

    [Fact]
    public async Task A_damaged_entry_is_never_sent_but_removed_and_counted()
    {
        using ExchangeBed bed = new("read");
        bed.Result(_key, "own", inMain: true);
        await bed.StoreAsync(Alice, _key, bed.Result(_key, "alice's"));
        foreach (string file in Directory.GetFiles(bed.Cache, "*.r", SearchOption.AllDirectories))
        {
            byte[] entry = File.ReadAllBytes(file);
            entry[^1] ^= 1;
            File.WriteAllBytes(file, entry);
        }

        Assert.Null(await bed.LookupAsync(Alice, _key));
        foreach (LocalStore store in (LocalStore[])[bed.Main, bed.Users(Alice)])
        {
            Assert.False(store.Contains(EntryKind.Result, _key));
            Assert.Equal(1UL, new Statistics(store).Read()[Counter.CorruptEntry]);
        }
    }

    [Fact]
    public async Task What_is_no_whole_entry_of_its_key_and_kind_is_not_kept()
    {
        using ExchangeBed bed = new();
        byte[] entry = bed.Result(_key, "alice's");
        byte[] damaged = [.. entry];
        damaged[^1] ^= 1;
        byte[][] bad = [[], [1, 2, 3], damaged, entry[..^1], [.. entry, 0], bed.Result(Key("b"), "of another key"), bed.Manifest(_key)];
        foreach (byte[] one in bad)
            await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.StoreAsync(Alice, _key, one));
        await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.StoreAsync(Alice, _key, entry, EntryKind.Manifest));

        // An envelope may be right around what is none.
        LocalStore made = Of(bed.Root + "/odd");
        made.WriteEntry(EntryKind.Manifest, _key, "no manifest"u8, replace: true);
        made.WriteEntry(EntryKind.Toolchain, _key, "no toolchain"u8, replace: true);
        byte[] strange = Directory.GetFiles(bed.Root + "/odd", "*.t", SearchOption.AllDirectories).Select(File.ReadAllBytes).Single();
        await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.StoreAsync(Alice, _key, strange, EntryKind.Toolchain));
        byte[] odd = Directory.GetFiles(bed.Root + "/odd", "*.m", SearchOption.AllDirectories).Select(File.ReadAllBytes).Single();
        await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.StoreAsync(Alice, _key, odd, EntryKind.Manifest));
        Assert.False(Directory.Exists(bed.Cache + "/users"));
    }

    [Fact]
    public async Task Kinds_keys_and_sizes_are_checked()
    {
        using ExchangeBed bed = new();
        foreach (uint kind in (uint[])[0, 5, 259, uint.MaxValue])
        {
            LookupRequest odd = Asking(_key);
            odd.Kind = kind;
            await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.Entries.LookupAsync(odd, Alice, default));
        }

        foreach (int length in (int[])[0, 31, 33, 1000])
        {
            LookupRequest odd = Asking(_key);
            odd.Key = Bytes.CopyFrom(new byte[length]);
            await ExpectAsync(GrpcStatusCode.InvalidArgument, () => bed.Entries.LookupAsync(odd, Alice, default));
        }

        byte[] large = new byte[Protocol.Messages.StoreRequest.LargestEntry + 1];
        await ExpectAsync(GrpcStatusCode.ResourceExhausted, () => bed.StoreAsync(Alice, _key, large));
    }

    [Fact]
    public async Task Too_large_an_entry_is_not_sent()
    {
        using ExchangeBed bed = new("read");
        byte[] noise = new byte[Protocol.Messages.StoreRequest.LargestEntry];
        new Random(1).NextBytes(noise);
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, noise);
        bed.Main.WriteResult(_key, builder, replace: true);
        Assert.Null(await bed.LookupAsync(Alice, _key));
        Assert.True(bed.Main.Contains(EntryKind.Result, _key));
    }

    [Fact]
    public async Task A_user_without_a_number_gets_and_keeps_nothing()
    {
        using ExchangeBed bed = new("all");
        byte[] entry = bed.Result(_key, "anybody's");
        await ExpectAsync(GrpcStatusCode.PermissionDenied, () => bed.StoreAsync(65534, _key, entry));
        await ExpectAsync(GrpcStatusCode.PermissionDenied, () => bed.LookupAsync(65534, _key));
    }

    [Fact]
    public async Task Each_users_store_keeps_the_limits()
    {
        using ExchangeBed bed = new("all", "LARDER_MAX_FILES=10");
        for (int i = 0; i < 40; i++)
        {
            Digest key = Key("alice " + i);
            Assert.True(await bed.StoreAsync(Alice, key, bed.Result(key, "content " + i)));
        }

        Digest bobs = Key("bob");
        await bed.StoreAsync(Bob, bobs, bed.Result(bobs, "bob's"));
        Assert.InRange(bed.Users(Alice).Scan().Files, 1, 10);
        Assert.True(new Statistics(bed.Users(Alice)).Read()[Counter.Evicted] >= 30);
        Assert.Equal(1, bed.Users(Bob).Scan().Files);
    }

    [Fact]
    public async Task A_daemon_that_stores_nothing_stores_nothing_for_others()
    {
        using ExchangeBed bed = new("all", "LARDER_READ_ONLY=yes");
        Assert.False(await bed.StoreAsync(Alice, _key, bed.Result(_key, "alice's")));
        Assert.False(Directory.Exists(bed.Cache));
    }

    [Fact]
    public async Task Another_build_is_refused_and_another_user_may_not_compile()
    {
        using ExchangeBed bed = new();
        CacheService service = new(bed.Served, null!, bed.Entries, null!, null!, null!, null!, null!, new ConnectionCount(TimeProvider.System), TimeProvider.System);
        CallContext alice = new()
        {
            ConnectionId = "1",
            ConnectionClosed = default,
            Cancelled = default,
            Deadline = DateTimeOffset.MaxValue,
            Peer = new PeerCredentials(1, Alice, Alice),
        };
        byte[] entry = bed.Result(_key, "alice's");
        foreach (byte[] build in (byte[][])[[], "0123456789abcdef0123456789abcdef"u8.ToArray()])
        {
            LookupRequest asking = Asking(_key);
            StoreRequest storing = ExchangeBed.Storing(_key, entry);
            asking.BuildId = storing.BuildId = Bytes.CopyFrom(build);
            await ExpectAsync(GrpcStatusCode.FailedPrecondition, () => service.LookupAsync(asking, alice));
            await ExpectAsync(GrpcStatusCode.FailedPrecondition, () => service.StoreAsync(storing, alice));
        }

        StoreRequest good = ExchangeBed.Storing(_key, entry);
        good.BuildId = Bytes.CopyFrom(BuildIdentity.Id);
        Assert.True((await service.StoreAsync(good, alice)).Stored);
        LookupRequest asked = Asking(_key);
        asked.BuildId = good.BuildId;
        Assert.Equal(entry, (await service.LookupAsync(asked, alice)).Entry.ToByteArray());
        await ExpectAsync(GrpcStatusCode.PermissionDenied, () => service.CompileAsync(new CompileRequest { BuildId = good.BuildId }, alice));
    }

    private static async Task ExpectAsync(GrpcStatusCode status, Func<Task> call) =>
        Assert.Equal(status, (await Assert.ThrowsAsync<GrpcFault>(call)).Status);
}
