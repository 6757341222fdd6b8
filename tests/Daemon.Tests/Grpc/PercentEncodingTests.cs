using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Daemon.Grpc;

namespace Larder.Daemon.Tests.Grpc;

public sealed class PercentEncodingTests
{
    private const int Limit = 1000;

    [Theory]
    [InlineData("", "")]
    [InlineData("all is well: ~ !\"#$&'()*+,-./", "all is well: ~ !\"#$&'()*+,-./")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\n\t\0\u007f", "a%0D%0A%09%00%7F")]
    [InlineData("Grüße", "Gr%C3%BC%C3%9Fe")]
    [InlineData("€", "%E2%82%AC")]
    [InlineData("🧰", "%F0%9F%A7%B0")]
    [InlineData("%C3", "%25C3")]
    public void Only_printable_ASCII_stands_as_it_is(string message, string encoded) =>
        Assert.Equal(encoded, PercentEncoding.Encode(message, Limit));

    [Fact]
    public void Halves_of_surrogate_pairs_are_replaced() =>
        Assert.Equal("a%EF%BF%BDb", PercentEncoding.Encode("a\ud800b", Limit));

    [Theory]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("abü", 8, "ab%C3%BC")]
    [InlineData("abü", 7, "ab")]
    [InlineData("ü", 0, "")]
    public void What_is_too_long_is_cut_between_characters(string message, int limit, string encoded) =>
        Assert.Equal(encoded, PercentEncoding.Encode(message, limit));

    /// <summary>Decoding by the general rule of RFC 3986 gives the message back, and what travels is fit for a header.</summary>
    [Fact]
    public void What_is_decoded_is_what_was_encoded() => Prop.ForAll<NonNull<string>>(text =>
    {
        string message = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        string encoded = PercentEncoding.Encode(message, int.MaxValue);
        return encoded.All(c => c is >= ' ' and <= '~') && Uri.UnescapeDataString(encoded) == message;
    }).QuickCheckThrowOnFailure();
}
