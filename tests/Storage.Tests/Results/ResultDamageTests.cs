using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Results;

/// <summary>Whatever becomes of a result's file, its reader gets what was stored or nothing.</summary>
public sealed class ResultDamageTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");
    private readonly byte[] _object = Samples.Text(300);
    private readonly byte[] _error = Samples.Noise(60);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_truncation_is_a_miss(int level)
    {
        LocalStore store = Stored(level, out byte[] whole);
        for (int length = 0; length < whole.Length; length++)
            AssertMiss(store, whole[..length]);
        AssertMiss(store, [.. whole, 0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_flipped_bit_is_a_miss_unless_the_content_is_the_same(int level)
    {
        LocalStore store = Stored(level, out byte[] whole);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            // A zstd frame has a few bits that its decoder ignores; nothing else may differ unnoticed.
            AssertMiss(store, damaged, mayBeHarmless: level > 0 && bit / 8 >= whole.Length - 300);
        }
    }

    [Fact]
    public void A_result_under_another_key_is_foreign()
    {
        LocalStore store = Stored(1, out byte[] whole);
        Digest other = Samples.Key("b");
        string path = StorePaths.EntryText(store, EntryKind.Result, other);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, whole);
        Assert.True(store.OpenResult(other).IsCorrupt);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Forged_tables_are_refused_before_anything_is_allocated()
    {
        LocalStore store = Stored(1, out byte[] whole);
        (int At, long Value)[] forgeries =
        [
            (64 + 8, 1L << 30), // a size that the frame can't have
            (64 + 8, long.MaxValue), (64 + 8, -1), (64 + 16, long.MaxValue), (64 + 16, -1),
            (64 + 24, long.MaxValue), (64 + 24, -1), (64 + 24, 0),
            (64 + 64, 1), // the same kind twice
        ];
        int headSize = 64 + (2 * 64) + 3 + 32;
        foreach ((int at, long value) in forgeries)
        {
            byte[] forged = [.. whole];
            if (at == 64 + 64)
                BitConverter.TryWriteBytes(forged.AsSpan(at), (ushort)value);
            else
                BitConverter.TryWriteBytes(forged.AsSpan(at), value);
            Digest.Of(forged.AsSpan(0, headSize - 32)).CopyTo(forged.AsSpan(headSize - 32));
            long before = GC.GetAllocatedBytesForCurrentThread();
            AssertMiss(store, forged);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_large_result_that_is_cut_while_open_is_a_miss()
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = 0 });
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Samples.Noise(3_000_000));
        store.WriteResult(_key, builder, replace: true);
        using StoredResult result = store.OpenResult(_key).Result!;
        using (FileStream file = File.OpenWrite(StorePaths.EntryText(store, EntryKind.Result, _key)))
            file.SetLength(2_000_000);
        string target = _folder.Path + "/out.o";
        Assert.Equal(MemberWriteState.Corrupt, ResultTests.Deliver(result, ResultMemberKind.Object, target).State);
        Assert.Equal(0, new FileInfo(target).Length);
        Assert.True(result.IsCorrupt);
        Assert.Equal(ReadState.Absent, store.OpenResult(_key).State);
    }

    private LocalStore Stored(int level, out byte[] whole)
    {
        LocalStore store = _folder.Store(o => o with { CompressionLevel = level });
        ResultBuilder builder = new() { Metadata = new byte[] { 1, 2, 3 } };
        builder.Add(ResultMemberKind.Object, _object);
        builder.Add(ResultMemberKind.StandardError, _error);
        store.WriteResult(_key, builder, replace: true);
        whole = File.ReadAllBytes(StorePaths.EntryText(store, EntryKind.Result, _key));
        return store;
    }

    private void AssertMiss(LocalStore store, byte[] content, bool mayBeHarmless = false)
    {
        string path = StorePaths.EntryText(store, EntryKind.Result, _key);
        File.WriteAllBytes(path, content);
        ResultReadOutcome read = store.OpenResult(_key);
        bool damaged = read.IsCorrupt;
        using (read.Result)
        {
            if (read.IsFound)
            {
                damaged |= !Matches(read.Result, ResultMemberKind.Object, _object);
                damaged |= !Matches(read.Result, ResultMemberKind.StandardError, _error);
                Assert.Equal(damaged, read.Result.IsCorrupt);
            }
        }

        Assert.True(damaged || mayBeHarmless);
        Assert.Equal(!damaged, File.Exists(path));
    }

    /// <summary>False where it is not to be had; never another content.</summary>
    private static bool Matches(StoredResult result, ResultMemberKind kind, byte[] expected)
    {
        Assert.True(result.TryFind(kind, out ResultMember member));
        if (!result.TryRead(member, out ReadOnlyMemory<byte> content))
            return false;
        Assert.True(content.Span.SequenceEqual(expected));
        return true;
    }
}
