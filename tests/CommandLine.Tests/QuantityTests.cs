using Larder.CommandLine.Text;

namespace Larder.CommandLine.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1, "1 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KiB")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(10_189, "9.95 KiB")]
    [InlineData(102_349, "100 KiB")]
    [InlineData(1_047_552, "1 MiB")]
    [InlineData(10L << 30, "10 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Sizes_have_three_digits(long bytes, string shown) => Assert.Equal(shown, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(1, 3, "33.3 %")]
    [InlineData(3, 3, "100.0 %")]
    public void Shares(ulong part, ulong whole, string shown) => Assert.Equal(shown, Quantity.Share(part, whole));

    [Fact]
    public void Times_are_UTC() => Assert.Equal("2026-03-01 12:30:05 UTC", Quantity.Time(1_772_368_205));
}
