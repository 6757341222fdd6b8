using System.Text;
using Larder.Protocol.Wire;

namespace Larder.Protocol.Tests.Wire;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text.", "plain text.")]
    [InlineData("100%25", "100%")]
    [InlineData("na%C3%AFve %e2%82%ac", "naïve €")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%4g%", "%4g%")]
    [InlineData("%0a%00", "\n\0")]
    public void What_is_no_escape_stands_for_itself(string encoded, string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(PercentEncoding.Decode(Encoding.ASCII.GetBytes(encoded))));
}
