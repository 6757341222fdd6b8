using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

/// <summary>Whatever stands in the history's file is read as it was written, or refused.</summary>
public sealed class StatisticsHistoryDamageTests
{
    private const int CountsAt = 32;
    private const int HeaderSize = 56;

    private readonly byte[] _whole = Sample().Encode();

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (int length = 0; length < _whole.Length; length++)
            Assert.False(StatisticsHistory.TryDecode(_whole.AsSpan(0, length), out _));
        Assert.False(StatisticsHistory.TryDecode([.. _whole, 0], out _));
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        for (int bit = 0; bit < _whole.Length * 8; bit++)
        {
            byte[] damaged = [.. _whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StatisticsHistory.TryDecode(damaged, out _));
        }
    }

    /// <summary>Who may write here can make a checksum too.</summary>
    [Fact]
    public void Forgeries_are_refused_or_keep_to_the_bounds()
    {
        Random random = new(3);
        int taken = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] forged = [.. _whole];
            for (int i = random.Next(4); i >= 0; i--)
                forged[random.Next(3) == 0 ? CountsAt + random.Next(20) : random.Next(_whole.Length - 32)] = (byte)random.Next(256);
            if (random.Next(5) == 0)
                forged = forged[..random.Next(HeaderSize + 32, forged.Length)];
            Sign(forged);
            if (!StatisticsHistory.TryDecode(forged, out StatisticsHistory read))
                continue;
            taken++;
            read.Add(Samples.Facts(Counter.Miss), 5000);
            read.Prune(uint.MaxValue);
            Assert.InRange(read.Encode().Length, 1, StatisticsHistory.MaxSize);
        }

        Assert.InRange(taken, 100, 19_000);
    }

    [Theory]
    [InlineData(0, 721)]
    [InlineData(4, 337)]
    [InlineData(8, 401)]
    [InlineData(12, 202)]
    [InlineData(16, 65)]
    [InlineData(0, -1)]
    [InlineData(12, int.MinValue)]
    public void Counts_beyond_the_bounds_are_refused_before_anything_is_allocated(int at, int count)
    {
        byte[] forged = [.. _whole];
        BitConverter.TryWriteBytes(forged.AsSpan(CountsAt + at), count);
        Sign(forged);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(StatisticsHistory.TryDecode(forged, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
    }

    [Fact]
    public void Spans_out_of_order_and_rows_twice_are_refused()
    {
        StatisticsHistory history = new();
        history.Add(Samples.Facts(Counter.Miss) with { Time = 4000 }, 5000);
        history.Add(Samples.Facts(Counter.Miss) with { Time = 4010, Session = 78 }, 5000);
        byte[] whole = history.Encode();
        Assert.True(StatisticsHistory.TryDecode(whole, out _));
        byte[] swapped = [.. whole];
        BitConverter.TryWriteBytes(swapped.AsSpan(HeaderSize), 4010U);
        BitConverter.TryWriteBytes(swapped.AsSpan(HeaderSize + 52), 4000U);
        Sign(swapped);
        Assert.False(StatisticsHistory.TryDecode(swapped, out _));
        byte[] twice = [.. whole];
        BitConverter.TryWriteBytes(twice.AsSpan(twice.Length - 32 - 65), 77UL);
        Sign(twice);
        Assert.False(StatisticsHistory.TryDecode(twice, out _));
    }

    private static StatisticsHistory Sample()
    {
        StatisticsHistory history = new();
        for (uint i = 0; i < 6; i++)
        {
            history.Add(Samples.Facts(i % 2 == 0 ? Counter.Miss : Counter.DirectHit, saved: i, session: 40 + (i % 3), group: i % 2) with { Time = 10_000 + (i * 5000) }, 50_000);
            history.Groups.Name(1, "name\0/usr/bin/gcc"u8);
        }

        return history;
    }

    private static void Sign(byte[] forged) => Digest.Of(forged.AsSpan(..^Digest.Size)).CopyTo(forged.AsSpan(forged.Length - Digest.Size));
}
