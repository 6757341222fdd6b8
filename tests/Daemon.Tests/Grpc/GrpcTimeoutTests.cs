using System.Globalization;
using Larder.Daemon.Grpc;

namespace Larder.Daemon.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("4m", 40_000)]
    [InlineData("5u", 50)]
    [InlineData("600n", 6)]
    [InlineData("601n", 7)]
    [InlineData("1n", 1)]
    [InlineData("0n", 0)]
    [InlineData("0S", 0)]
    [InlineData("00000001S", 10_000_000)]
    [InlineData("99999999n", 1_000_000)]
    [InlineData("99999999S", 999_999_990_000_000)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    public void Every_unit_is_known(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("55")]
    [InlineData("100000000n")]
    [InlineData("5s")]
    [InlineData("5h")]
    [InlineData("5 S")]
    [InlineData(" 5S")]
    [InlineData("5S ")]
    [InlineData("+5S")]
    [InlineData("-5S")]
    [InlineData("5.5S")]
    [InlineData("٥S")]
    [InlineData("5SS")]
    public void Anything_else_is_no_timeout(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    /// <summary>A call with any timeout that the timer takes can be given that timer.</summary>
    [Fact]
    public void The_longest_timer_is_one()
    {
        using CancellationTokenSource timer = new(GrpcTimeout.LongestTimer, TimeProvider.System);
        Assert.False(timer.IsCancellationRequested);
        Assert.Equal("49.17:02:47.2940000", GrpcTimeout.LongestTimer.ToString("c", CultureInfo.InvariantCulture));
    }
}
