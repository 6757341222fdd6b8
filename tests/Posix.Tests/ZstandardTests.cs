using FsCheck;
using FsCheck.Fluent;

namespace Larder.Posix.Tests;

public sealed class ZstandardTests
{
    [Fact]
    public void What_is_compressed_expands_to_itself_and_keeps_the_bound() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
        {
            foreach (int level in (int[])[Zstandard.MinLevel, 3, Zstandard.MaxLevel])
            {
                byte[] room = new byte[Zstandard.Bound(content.Length)];
                int length = Zstandard.Compress(content, room, level);
                byte[] back = new byte[content.Length];
                if (length < 0 || !Zstandard.Decompress(room.AsSpan(0, length), back) || !back.AsSpan().SequenceEqual(content))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_target_that_is_too_small_or_too_large_is_refused()
    {
        byte[] content = new byte[10_000];
        new Random(1).NextBytes(content);
        Assert.Equal(-1, Zstandard.Compress(content, new byte[100], 1));
        byte[] room = new byte[Zstandard.Bound(content.Length)];
        int length = Zstandard.Compress(content, room, 1);
        Assert.False(Zstandard.Decompress(room.AsSpan(0, length), new byte[content.Length - 1]));
        Assert.False(Zstandard.Decompress(room.AsSpan(0, length), new byte[content.Length + 1]));
        Assert.True(Zstandard.Decompress(room.AsSpan(0, length), new byte[content.Length]));
    }

    [Fact]
    public void Damaged_frames_never_do_harm()
    {
        byte[] content = new byte[5000];
        for (int i = 0; i < content.Length; i++)
            content[i] = (byte)(i / 50);
        byte[] room = new byte[Zstandard.Bound(content.Length)];
        int length = Zstandard.Compress(content, room, 3);
        byte[] target = new byte[content.Length];
        for (int cut = 0; cut < length; cut++)
            Assert.False(Zstandard.Decompress(room.AsSpan(0, cut), target));
        for (int bit = 0; bit < length * 8; bit++)
        {
            room[bit / 8] ^= (byte)(1 << (bit % 8));
            Zstandard.Decompress(room.AsSpan(0, length), target);
            room[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(Zstandard.Decompress(room.AsSpan(0, length), target));
        Assert.Equal(content, target);
        Assert.False(Zstandard.Decompress([], target));
        Assert.False(Zstandard.Decompress(new byte[1000], target));
    }
}
