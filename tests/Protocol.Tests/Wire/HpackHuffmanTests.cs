using System.Text;
using Larder.Protocol.Wire;

namespace Larder.Protocol.Tests.Wire;

public sealed class HpackHuffmanTests
{
    /// <summary>The bytes 0 … 255, one after the other, as another implementation encodes them.</summary>
    private const string AllBytes =
        "ffc7fffd8fffffe2fffffe3fffffe4fffffe5fffffe6fffffe7fffffe8ffffeafffffff3fffffa7fffffabffffffdfffffebfffffecfffff" +
        "edfffffeefffffefffffff0ffffff1ffffff2fffffffbfffffcffffffd3fffffd7fffffdbfffffdffffffe3fffffe7fffffebfffffed4fe3" +
        "f9ffaffcabf1febfafefe7fdfd2cbb00089969b71d79fb9f7fff20ffbff3ff50ddbd7f061c58f265cd9f469d5af66dddbf871e5f9cff7ff7" +
        "fffc3ff9ffe45fff4719242cb34e6e9d68a6a3d7dac426defe3cfaf7fffbfe7ffbffdffffffcfffe6ffff4bfff9ffffa3fffd3ffff53fffd" +
        "5ffffb3fffeb7fffdaffffb7ffff73fffeeffffdeffffebffffbfffffd9ffffdbfffebffffe0ffffeeffffc3ffff8bffff1ffffe4fffee7f" +
        "ffb1ffff97fffd9ffffcdffff9fffffbffffdafffeeffff4ffffb7fffee7fffe8ffffd3fffdeffffd5fffeeffffbdffffe1fffdfffff7fff" +
        "ff5ffffecffff07fff87fffe0ffff17fffedffff87ffff77fffeffffeaffff8bfffe3ffff93ffff87fffcbffff37ffff1fffff83ffffe1ff" +
        "febfffe3ffff3fffff2ffffa3ffffd9fffff17ffffc7fffff27ffffdefffffbffffff2fffff8fffffb7fff97fff8fffffe6fffffc1fffff8" +
        "7ffffe7fffffc5ffffe5fffe4ffff2fffffd1fffff4ffffffefffffe3fffffc9fffff97fffb3ffffcffffb7fffcdffff4ffff9ffffd1ffff" +
        "cffffeaffffafffffddffffeffffff4fffff5fffffabffffa7ffffd7fffff9bffffecfffffb7fffff3fffffe8fffffd3fffffabfffff5fff" +
        "ffff7ffffecfffffdbfffffbbfffff7ffffff0fffffbbf";

    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("25a849e95bb8e8b4bf", "custom-value")]
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
    [InlineData("", "")]
    public void The_RFCs_strings_are_read(string coded, string text) => Assert.Equal(text, Decode(Convert.FromHexString(coded)));

    [Fact]
    public void Every_byte_is_read()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(Encoding.Latin1.GetString(all), Decode(Convert.FromHexString(AllBytes)));
    }

    [Fact]
    public void Strings_cut_off_anywhere_are_shorter_or_malformed()
    {
        byte[] coded = Convert.FromHexString(AllBytes);
        for (int length = 0; length < coded.Length; length++)
        {
            string text = Decode(coded[..length]);
            Assert.True(text == "malformed" || text.Select((c, i) => c == i).All(same => same));
        }
    }

    private static string Decode(byte[] coded)
    {
        byte[] room = new byte[HpackHuffman.MaxDecodedLength(coded.Length)];
        int length = HpackHuffman.Decode(coded, room);
        return length < 0 ? "malformed" : Encoding.Latin1.GetString(room, 0, length);
    }
}
