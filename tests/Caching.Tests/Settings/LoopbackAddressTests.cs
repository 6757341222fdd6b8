using System.Text;
using Larder.Caching.Settings;

namespace Larder.Caching.Tests.Settings;

public sealed class LoopbackAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", true)]
    [InlineData("127.255.255.254:1", true)]
    [InlineData("127.0.0.1:65535", true)]
    [InlineData("[::1]:9464", true)]
    [InlineData("127.0.0.1:65536", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("127.0.0.1:", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.01:80", false)]
    [InlineData("127.0.0.256:80", false)]
    [InlineData("127.0.0:80", false)]
    [InlineData("127.0.0.1.1:80", false)]
    [InlineData("127.1:80", false)]
    [InlineData("128.0.0.1:80", false)]
    [InlineData("0.0.0.0:80", false)]
    [InlineData("[::]:80", false)]
    [InlineData("::1:80", false)]
    [InlineData("[::1]", false)]
    [InlineData("[::ffff:127.0.0.1]:80", false)]
    [InlineData("localhost:80", false)]
    [InlineData(" 127.0.0.1:80", false)]
    [InlineData("127.0.0.1:80 ", false)]
    [InlineData("127.0.0.1:+80", false)]
    [InlineData(":80", false)]
    [InlineData("", false)]
    public void Only_addresses_of_this_machine_alone(string text, bool expected)
    {
        Assert.Equal(expected, LoopbackAddress.Is(Encoding.UTF8.GetBytes(text)));

        // What is taken for one leads there: nobody else reads the same digits otherwise.
        if (expected)
            Assert.True(System.Net.IPAddress.IsLoopback(System.Net.IPEndPoint.Parse(text).Address));
    }
}
