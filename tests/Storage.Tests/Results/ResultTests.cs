using FsCheck;
using FsCheck.Fluent;
using Larder.Posix;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Results;

public sealed class ResultTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Digest _key = Samples.Key("a");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_read() =>
        Prop.ForAll<byte[][], byte[], byte>((contents, metadata, level) =>
        {
            LocalStore store = _folder.Store(o => o with { CompressionLevel = level % 4 });
            ResultBuilder builder = new() { Metadata = metadata };
            byte[][] members = [.. contents.Take(ResultFormat.MaxMembers).Select((c, i) => (byte[])[.. c, .. Samples.Text(c.Length * i * 40)])];
            for (int i = 0; i < members.Length; i++)
                builder.Add((ResultMemberKind)(i + 1), members[i]);
            Digest key = Samples.Key(Guid.NewGuid().ToString());
            if (store.WriteResult(key, builder, replace: false).State != WriteState.Stored)
                return false;
            using StoredResult? result = store.OpenResult(key).Result;
            if (result is null || !result.Metadata.SequenceEqual(metadata) || result.Members.Length != members.Length)
                return false;
            for (int i = 0; i < members.Length; i++)
            {
                if (!result.TryFind((ResultMemberKind)(i + 1), out ResultMember member)
                    || !result.TryRead(member, out ReadOnlyMemory<byte> content)
                    || !content.Span.SequenceEqual(members[i]))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0, 100_000)]
    [InlineData(0, 3_000_000)]
    [InlineData(1, 100)]
    [InlineData(1, 100_000)]
    [InlineData(1, 3_000_000)]
    public void Members_are_delivered_into_files(int level, int size)
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = level });
        byte[] content = [.. Samples.Noise(size), .. Samples.Text(size)];
        byte[] dependency = Samples.Text(3000);
        WriteOutcome outcome = Store(store, content, dependency);
        Assert.Equal(WriteState.Stored, outcome.State);
        Assert.Equal(new StoreDelta(outcome.AllocatedBytes, 1), store.TakeDelta());

        using StoredResult result = store.OpenResult(_key).Result!;
        string target = _folder.Path + "/out.o";
        Assert.True(Deliver(result, ResultMemberKind.Object, target).IsDelivered);
        Assert.Equal(content, File.ReadAllBytes(target));
        Assert.True(Deliver(result, ResultMemberKind.Dependency, target).IsDelivered);
        Assert.Equal(dependency, File.ReadAllBytes(target));
        Assert.False(result.TryFind(ResultMemberKind.Assembly, out _));
    }

    [Fact]
    public void Text_shrinks_and_noise_does_not_grow()
    {
        LocalStore store = _folder.Store();
        Assert.InRange(Store(store, Samples.Text(400_000), []).AllocatedBytes, 1, 100_000);
        Assert.InRange(Store(store, Samples.Noise(400_000), []).AllocatedBytes, 400_000, 420_000);
    }

    [Fact]
    public void A_large_raw_member_stands_last_at_a_block_boundary()
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = 0 });
        Store(store, Samples.Noise(50_001), Samples.Text(700));
        using StoredResult result = store.OpenResult(_key).Result!;
        Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member));
        Assert.Equal(0, member.Offset % 4096);
        Assert.Equal(new FileInfo(StorePaths.EntryText(store, EntryKind.Result, _key)).Length, member.Offset + member.StoredSize);
    }

    [Fact]
    public void An_open_result_outlives_its_entry()
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = 0 });
        byte[] content = Samples.Noise(3_000_000);
        Store(store, content, []);
        using StoredResult result = store.OpenResult(_key).Result!;
        Store(store, Samples.Noise(10), []);
        store.Clear();
        Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member));
        Assert.True(result.TryRead(member, out ReadOnlyMemory<byte> read));
        Assert.True(read.Span.SequenceEqual(content));
        Assert.Equal(ReadState.Absent, store.OpenResult(_key).State);
    }

    [Fact]
    public void A_builder_takes_each_kind_once_and_so_many()
    {
        ResultBuilder builder = new();
        Assert.True(builder.Add(ResultMemberKind.Object, new byte[1]));
        Assert.False(builder.Add(ResultMemberKind.Object, new byte[2]));
        for (int i = 2; i <= ResultFormat.MaxMembers; i++)
            Assert.True(builder.Add((ResultMemberKind)i, new byte[1]));
        Assert.False(builder.Add((ResultMemberKind)60, new byte[1]));
        Assert.Equal(ResultFormat.MaxMembers, builder.RawBytes);
        Assert.Equal(WriteState.Stored, _folder.Store().WriteResult(_key, builder, replace: false).State);

        builder.Metadata = new byte[ResultFormat.MaxMetadata + 1];
        Assert.Equal(WriteState.TooLarge, _folder.Store().WriteResult(_key, builder, replace: true).State);
    }

    internal static MemberWriteOutcome Deliver(StoredResult result, ResultMemberKind kind, string path)
    {
        Assert.True(result.TryFind(kind, out ResultMember member));
        Assert.Equal(0, FileSystem.Open(
            System.Text.Encoding.UTF8.GetBytes(path), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileDescriptor file, 438));
        using (file)
            return result.WriteTo(member, file);
    }

    private WriteOutcome Store(LocalStore store, byte[] content, byte[] dependency)
    {
        ResultBuilder builder = new() { Metadata = new byte[] { 1, 2, 3 } };
        builder.Add(ResultMemberKind.Object, content);
        builder.Add(ResultMemberKind.Dependency, dependency);
        return store.WriteResult(_key, builder, replace: true);
    }
}
