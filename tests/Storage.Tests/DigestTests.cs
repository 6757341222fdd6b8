using System.Text;

namespace Larder.Storage.Tests;

public sealed class DigestTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7 + 3))];

    [Fact]
    public void Bytes_survive_the_round_trip()
    {
        var copy = new byte[Digest.Size];
        Digest.FromBytes(Bytes).CopyTo(copy);
        Assert.Equal(Bytes, copy);
    }

    [Fact]
    public void Hexadecimal_is_lower_case_in_byte_order_and_parses_back()
    {
        var digest = Digest.FromBytes(Bytes);
        Assert.Equal(Convert.ToHexString(Bytes).ToLowerInvariant(), digest.ToString());

        var ascii = new byte[Digest.HexSize];
        digest.WriteHex(ascii);
        Assert.Equal(digest.ToString(), Encoding.ASCII.GetString(ascii));

        Assert.True(Digest.TryParse(ascii, out var lower));
        Assert.True(Digest.TryParse(Encoding.ASCII.GetBytes(Convert.ToHexString(Bytes)), out var upper));
        Assert.Equal(digest, lower);
        Assert.Equal(digest, upper);
    }

    [Fact]
    public void A_difference_in_any_bit_is_a_difference()
    {
        var digest = Digest.FromBytes(Bytes);
        for (var bit = 0; bit < 8 * Digest.Size; bit++)
        {
            var other = (byte[])Bytes.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(digest != Digest.FromBytes(other), $"bit {bit}");
            Assert.False(digest.Equals((object)Digest.FromBytes(other)));
        }

        Assert.True(digest == Digest.FromBytes(Bytes));
        Assert.Equal(digest.GetHashCode(), Digest.FromBytes(Bytes).GetHashCode());
    }

    [Fact]
    public void Anything_but_64_digits_is_refused()
    {
        var good = Encoding.ASCII.GetBytes(Digest.FromBytes(Bytes).ToString());
        Assert.False(Digest.TryParse(good.AsSpan(1), out _));
        Assert.False(Digest.TryParse([.. good, (byte)'0'], out _));
        Assert.False(Digest.TryParse([], out _));
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var wrong in "/:@G`g \0\u00ff"u8)
            {
                var bad = (byte[])good.Clone();
                bad[i] = wrong;
                Assert.False(Digest.TryParse(bad, out var digest));
                Assert.Equal(default, digest);
            }
        }
    }

    [Fact]
    public void Too_little_room_or_input_throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => Digest.FromBytes(new byte[31]));
        Assert.ThrowsAny<ArgumentException>(() => default(Digest).CopyTo(new byte[31]));
        Assert.ThrowsAny<ArgumentException>(() => default(Digest).WriteHex(new byte[63]));
    }

    [Fact]
    public void Of_is_the_BLAKE3_hash() =>
        Assert.Equal("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262", Digest.Of([]).ToString());
}
