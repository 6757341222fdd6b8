using System.Text;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>The vectorised search against its own definition.</summary>
public sealed class TriggersTests
{
    [Fact]
    public void Tables_encode_the_sequences()
    {
        Assert.Equal(Derive(0, high: false), Triggers.Low0.ToArray());
        Assert.Equal(Derive(0, high: true), Triggers.High0.ToArray());
        Assert.Equal(Derive(1, high: false), Triggers.Low1.ToArray());
        Assert.Equal(Derive(1, high: true), Triggers.High1.ToArray());
        Assert.Equal(Derive(2, high: false), Triggers.Low2.ToArray());
        Assert.Equal(Derive(2, high: true), Triggers.High2.ToArray());
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("#")]
    [InlineData("\\")]
    [InlineData("/*")]
    [InlineData("//")]
    [InlineData("%:")]
    [InlineData("??=")]
    [InlineData("E__")]
    [InlineData("P__")]
    [InlineData("asm")]
    [InlineData("agm")]
    [InlineData("ncl")]
    [InlineData("NCB")]
    [InlineData("_FI")]
    [InlineData("bed")]
    [InlineData("dul")]
    [InlineData("mpo")]
    [InlineData("urc")]
    public void A_trigger_is_found_wherever_it_stands(string trigger)
    {
        var bytes = Encoding.Latin1.GetBytes(trigger);
        for (var length = bytes.Length; length < 90; length++)
        {
            for (var at = 0; at + bytes.Length <= length; at++)
            {
                var text = new byte[length];
                text.AsSpan().Fill((byte)'x');
                bytes.CopyTo(text, at);
                Assert.Equal(at, Triggers.Find(text, 0));
                Assert.Equal(at, Triggers.Find(text, at));
            }
        }
    }

    [Fact]
    public void Ordinary_text_is_passed_over()
    {
        var text = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("static int value = other + 12, (x * y) - z;\n{ return a->b; }\n", 9)));
        Assert.Equal(text.Length, Triggers.Find(text, 0));
    }

    private static byte[] Derive(int position, bool high)
    {
        var table = new byte[16];
        for (var bit = 0; bit < Triggers.Sequences.Length; bit++)
        {
            var allowed = Triggers.Sequences[bit][position];
            for (var b = 0; b < 256; b++)
            {
                if (allowed.Length == 0 || allowed.Contains((char)b, StringComparison.Ordinal))
                    table[high ? b >> 4 : b & 15] |= (byte)(1 << bit);
            }
        }
        return table;
    }
}
