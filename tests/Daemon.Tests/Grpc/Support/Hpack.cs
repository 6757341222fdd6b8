using System.Text;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>
/// HPACK (RFC 7541) as far as the tests go: headers out as literals that aren't indexed, headers in from a server that was told to keep
/// no dynamic table and uses no Huffman codes.
/// </summary>
internal static class Hpack
{
    private static readonly string[] StaticTable =
    [
        "", ":authority", ":method GET", ":method POST", ":path /", ":path /index.html", ":scheme http", ":scheme https",
        ":status 200", ":status 204", ":status 206", ":status 304", ":status 400", ":status 404", ":status 500",
        "accept-charset", "accept-encoding gzip, deflate", "accept-language", "accept-ranges", "accept",
        "access-control-allow-origin", "age", "allow", "authorization", "cache-control", "content-disposition",
        "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type", "cookie",
        "date", "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range",
        "if-unmodified-since", "last-modified", "link", "location", "max-forwards", "proxy-authenticate", "proxy-authorization",
        "range", "referer", "refresh", "retry-after", "server", "set-cookie", "strict-transport-security", "transfer-encoding",
        "user-agent", "vary", "via", "www-authenticate",
    ];

    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        MemoryStream block = new();
        foreach ((string name, string value) in headers)
        {
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        return block.ToArray();
    }

    public static Dictionary<string, string> Decode(ReadOnlySpan<byte> block)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        while (!block.IsEmpty)
        {
            byte first = block[0];
            if (first >= 0x80)
            {
                string[] entry = StaticTable[ReadNumber(ref block, 7)].Split(' ', 2);
                headers.Add(entry[0], entry.ElementAtOrDefault(1) ?? "");
                continue;
            }

            if (first is >= 0x20 and < 0x40)
            {
                Assert.Equal(0, ReadNumber(ref block, 5));
                continue;
            }

            int index = ReadNumber(ref block, first >= 0x40 ? 6 : 4);
            string name = index == 0 ? ReadText(ref block) : StaticTable[index].Split(' ', 2)[0];
            headers.Add(name, ReadText(ref block));
        }

        return headers;
    }

    private static void WriteText(MemoryStream block, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        int length = bytes.Length;
        if (length < 127)
        {
            block.WriteByte((byte)length);
        }
        else
        {
            block.WriteByte(127);
            for (length -= 127; length >= 128; length >>= 7)
                block.WriteByte((byte)(length | 128));
            block.WriteByte((byte)length);
        }

        block.Write(bytes);
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> block, int bits)
    {
        int most = (1 << bits) - 1;
        int number = block[0] & most;
        block = block[1..];
        if (number < most)
            return number;
        for (int shift = 0; ; shift += 7)
        {
            byte next = block[0];
            block = block[1..];
            number += (next & 127) << shift;
            if (next < 128)
                return number;
        }
    }

    private static string ReadText(ref ReadOnlySpan<byte> block)
    {
        Assert.True(block[0] < 128, "a Huffman code, which this reader doesn't know");
        int length = ReadNumber(ref block, 7);
        string text = Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }
}
