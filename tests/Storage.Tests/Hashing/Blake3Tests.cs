using FsCheck;
using FsCheck.Fluent;
using Larder.Storage.Hashing;

namespace Larder.Storage.Tests.Hashing;

public sealed class Blake3Tests
{
    /// <summary>Every path that this processor has. Portable is always among them.</summary>
    public static TheoryData<string> Paths
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var path in SupportedPaths)
                data.Add(path.ToString());
            return data;
        }
    }

    private static readonly Blake3Path[] SupportedPaths =
        [.. Enum.GetValues<Blake3Path>().Where(Blake3Engine.IsSupported)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_official_vectors_hold(string name)
    {
        var path = Enum.Parse<Blake3Path>(name);
        foreach (var (length, expected) in OfficialVectors.All)
        {
            var input = OfficialVectors.Input(length);
            Assert.Equal(expected, OneShot(path, input).ToString());
            Assert.Equal(expected, InPieces(path, input, 1000).ToString());
        }
    }

    [Fact]
    public void The_public_entries_hold_to_the_official_vectors()
    {
        var digest = new byte[Digest.Size];
        var hasher = default(Blake3Hasher);
        foreach (var (length, expected) in OfficialVectors.All)
        {
            var input = OfficialVectors.Input(length);
            Assert.Equal(expected, Digest.Of(input).ToString());

            // One hasher for all of them: Finish leaves it as new.
            hasher.Update(input);
            hasher.Finish(digest);
            Assert.Equal(expected, Digest.FromBytes(digest).ToString());
        }
    }

    [Fact]
    public void Every_length_gives_the_same_on_every_path()
    {
        var input = Noise(5000);
        for (var length = 0; length <= input.Length; length++)
            AssertPathsAgree(input.AsSpan(0, length));
    }

    /// <summary>Every number of lanes in use, every shape of subtree, more than one batch; each with a rest.</summary>
    [Fact]
    public void Every_number_of_chunks_gives_the_same_on_every_path()
    {
        var input = Noise(1024 * 1024 + 1);
        foreach (var chunks in Enumerable.Range(1, 40).Concat([63, 64, 65, 100, 255, 256, 257, 300, 511, 512, 513, 767, 1024]))
        {
            foreach (var rest in (ReadOnlySpan<int>)[-1, 0, 1])
                AssertPathsAgree(input.AsSpan(0, 1024 * chunks + rest));
        }
    }

    [Fact]
    public void However_the_input_is_split_the_digest_is_the_same()
    {
        var input = Noise(600_000);
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from length in Gen.OneOf(Gen.Choose(0, 5000), Gen.Choose(0, input.Length))
            from largest in Gen.Elements(3, 64, 100, 1024, 1500, 5000, 65536, 300_000)
            from path in Gen.Elements(SupportedPaths)
            select (seed, length, largest, path);

        Prop.ForAll(cases.ToArbitrary(), run =>
        {
            var random = new Random(run.seed);
            var hasher = new Blake3Hasher(run.path);
            for (var at = 0; at < run.length;)
            {
                var piece = Math.Min(random.Next(run.largest + 1), run.length - at);
                hasher.Update(input.AsSpan(at, piece));
                at += piece;
            }

            var digest = new byte[Digest.Size];
            hasher.Finish(digest);
            return Digest.FromBytes(digest) == Digest.Of(input.AsSpan(0, run.length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    /// <summary>Nothing may be read in front of the input or behind it, nor written around the digest.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void The_surroundings_of_input_and_digest_do_not_matter(string name)
    {
        var path = Enum.Parse<Blake3Path>(name);
        var input = Noise(20_000);
        foreach (var length in (ReadOnlySpan<int>)[0, 1, 65, 1024, 3072, 5000, 17_000])
        {
            for (var start = 0; start < 4; start++)
            {
                var expected = OneShot(path, input.AsSpan(start, length));
                var other = new byte[input.Length];
                Array.Fill(other, (byte)0xEE);
                input.AsSpan(start, length).CopyTo(other.AsSpan(start));
                var around = new byte[Digest.Size + 2];
                Blake3.Hash(path, other.AsSpan(start, length), around.AsSpan(1));
                Assert.Equal(expected, Digest.FromBytes(around.AsSpan(1)));
                Assert.Equal((0, 0), (around[0], around[^1]));
            }
        }
    }

    [Fact]
    public void Too_little_room_for_the_digest_throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => Blake3.Hash(new byte[10], new byte[31]));
        Assert.ThrowsAny<ArgumentException>(() => Blake3.Hash(new byte[5000], new byte[31]));
    }

    [Fact]
    public void A_counter_above_32_bits_reaches_every_lane()
    {
        // No test hashes four terabytes: the batch is asked directly, at the edge where the low word wraps in its middle.
        var input = Noise(16 * 1024);
        const ulong Counter = (1UL << 32) - 5;
        var expected = ChainingValues(Blake3Path.Portable, input, Counter);
        foreach (var path in SupportedPaths)
            Assert.Equal(expected, ChainingValues(path, input, Counter));
    }

    private static void AssertPathsAgree(ReadOnlySpan<byte> input)
    {
        var expected = OneShot(Blake3Path.Portable, input);
        foreach (var path in SupportedPaths)
        {
            Assert.True(expected == OneShot(path, input), $"{path}: {input.Length} bytes");
        }
    }

    private static unsafe byte[] ChainingValues(Blake3Path path, byte[] input, ulong counter)
    {
        var count = input.Length / 1024;
        var values = new byte[32 * count + LaneBatch.OutputSlack];
        fixed (byte* start = input)
        fixed (byte* output = values)
            Blake3Engine.HashBatch(path, LaneBatch.Chunks(start, count, counter, output));
        return values[..(32 * count)];
    }

    private static Digest OneShot(Blake3Path path, ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        Blake3.Hash(path, input, digest);
        return Digest.FromBytes(digest);
    }

    private static Digest InPieces(Blake3Path path, ReadOnlySpan<byte> input, int size)
    {
        var hasher = new Blake3Hasher(path);
        for (; input.Length > size; input = input[size..])
            hasher.Update(input[..size]);
        hasher.Update(input);
        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(20250101).NextBytes(bytes);
        return bytes;
    }
}
