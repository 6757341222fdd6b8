using FsCheck;
using FsCheck.Fluent;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Tests;

public sealed class ByteTextTests
{
    [Fact]
    public void Any_bytes_come_back()
    {
        Prop.ForAll<byte[]>(bytes => ByteText.Encode(ByteText.Decode(bytes)).AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("Gr\u00FC\u00DFe")]
    [InlineData("\U0001F600")]
    [InlineData("")]
    public void Text_is_UTF8(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);

        Assert.Equal(text, ByteText.Decode(bytes));
        Assert.Equal(bytes, ByteText.Encode(text));
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xB2, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xFF, 0x41, 0x80 })]
    public void Bytes_that_are_no_UTF8_come_back(byte[] bytes)
    {
        Assert.Equal(bytes, ByteText.Encode(ByteText.Decode(bytes)));
    }

    [Fact]
    public void What_could_play_with_a_terminal_is_shown_in_digits()
    {
        Assert.Equal("a\\x1B[31m\\x0A\\x7F\u00FC", ByteText.Show("a\x1B[31m\n\x7F\u00FC"u8));
    }
}
