using System.Text;
using Larder.Protocol.Wire;

namespace Larder.Protocol.Tests.Wire;

/// <summary>RFC 7541's own examples (appendix C), and blocks that are none.</summary>
public sealed class HpackTests
{
    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header", 55)]         // C.2.1
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path", 0)]                                      // C.2.2
    [InlineData("100870617373776f726406736563726574", "password: secret", 0)]                                   // C.2.3
    [InlineData("82", ":method: GET", 0)]                                                                       // C.2.4
    public void Fields_are_read(string block, string fields, int size)
    {
        HpackDynamicTable table = new();
        Assert.Equal(fields, Read(block, table));
        Assert.Equal(size, table.Size);
    }

    /// <summary>C.3 and C.4: three requests on one connection, plain and Huffman-coded.</summary>
    [Theory]
    [InlineData(
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData(
        "828684418cf1e3c2e5f23a6ba0ab90f4ff",
        "828684be5886a8eb10649cbf",
        "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_build_up_the_table(string first, string second, string third)
    {
        HpackDynamicTable table = new();
        Assert.Equal(":method: GET|:scheme: http|:path: /|:authority: www.example.com", Read(first, table));
        Assert.Equal(57, table.Size);
        Assert.Equal(":method: GET|:scheme: http|:path: /|:authority: www.example.com|cache-control: no-cache", Read(second, table));
        Assert.Equal(110, table.Size);
        Assert.Equal(":method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value", Read(third, table));
        Assert.Equal(164, table.Size);
        Assert.Equal(3, table.Count);
    }

    /// <summary>C.5 and C.6: three responses on one connection with a table of 256, so that entries are evicted.</summary>
    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Responses_evict_from_the_table(string first, string second, string third)
    {
        HpackDynamicTable table = new(256);
        string rest = "|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com";
        Assert.Equal(":status: 302" + rest, Read(first, table));
        Assert.Equal(222, table.Size);
        Assert.Equal(":status: 307" + rest, Read(second, table));
        Assert.Equal(222, table.Size);
        Assert.Equal(
            ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT|location: https://www.example.com|content-encoding: gzip" +
            "|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            Read(third, table));
        Assert.Equal(215, table.Size);
    }

    [Fact]
    public void The_static_table_is_the_RFCs()
    {
        StringBuilder all = new();
        for (int index = 1; index <= HpackStaticTable.Count; index++)
        {
            HpackStaticTable.Get(index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);
            all.Append(index).Append(' ').Append(Text(name)).Append('=').Append(Text(value)).Append('\n');
        }

        string table = all.ToString();
        foreach (string known in (string[])[
            "1 :authority=", "2 :method=GET", "3 :method=POST", "4 :path=/", "5 :path=/index.html", "6 :scheme=http", "8 :status=200",
            "9 :status=204", "14 :status=500", "15 accept-charset=", "16 accept-encoding=gzip, deflate", "20 access-control-allow-origin=",
            "24 cache-control=", "28 content-length=", "31 content-type=", "33 date=", "38 host=", "46 location=", "54 server=",
            "55 set-cookie=", "58 user-agent=", "61 www-authenticate="])
        {
            Assert.Contains(known + "\n", "\n" + table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_survives_the_eviction_of_the_entry_it_stands_in()
    {
        // The table holds one entry; a new one takes its name from it and pushes it out. Again and again, so that the room is used up.
        HpackDynamicTable table = new(100);
        Assert.Equal("a-name-of-its-own: 0000000000000000", Read(Hex([0x40, 17, .. "a-name-of-its-own"u8, 16, .. "0000000000000000"u8]), table));
        for (int i = 1; i < 50; i++)
        {
            string value = i.ToString("D16");
            Assert.Equal("a-name-of-its-own: " + value, Read(Hex([0x40 | 62 & 0x3F, 16, .. Encoding.ASCII.GetBytes(value)]), table));
            Assert.Equal(1, table.Count);
        }
    }

    [Fact]
    public void An_entry_larger_than_the_table_empties_it()
    {
        HpackDynamicTable table = new(64);
        Read("4001610162", table);
        Assert.Equal(1, table.Count);
        Assert.Equal("a: " + new string('x', 60), Read(Hex([0x40, 1, (byte)'a', 60, .. Encoding.ASCII.GetBytes(new string('x', 60))]), table));
        Assert.Equal(0, table.Count);
        Assert.Equal(0, table.Size);
    }

    [Fact]
    public void A_size_update_evicts_and_stands_first()
    {
        HpackDynamicTable table = new(4096);
        Read("4001610162" + "4001630164", table);
        Assert.Equal(2, table.Count);
        Assert.Equal("c: d", Read("3f05be", table));       // 36: room for one
        Assert.Equal(1, table.Count);
        Assert.Equal("", Read("20", table));
        Assert.Equal(0, table.Count);
        Assert.Equal("a: b", Read("3fe11f4001610162", table)); // 4096 again
        Assert.Equal(1, table.Count);
        Assert.Equal("malformed", Read("3fe21f", table));  // 4097
        Assert.Equal(":status: 200|malformed", Read("8820", table));
    }

    [Theory]
    [InlineData("80")]                          // index 0
    [InlineData("be")]                          // 62, with an empty table
    [InlineData("ff")]                          // an index that doesn't end
    [InlineData("ffffffffffff7f")]              // one that is too large
    [InlineData("ff80808080808000")]            // one that goes on for too long
    [InlineData("00")]                          // no name
    [InlineData("0001")]                        // a name cut off
    [InlineData("000161")]                      // no value
    [InlineData("00016102")]                    // a value cut off
    [InlineData("000161ffffffff07")]            // a length beyond all bounds
    [InlineData("7f")]                          // a literal whose index doesn't end
    [InlineData("00016184ffffffff")]            // Huffman: EOS
    [InlineData("00016181fe")]                  // Huffman: the end is not of EOS's bits
    [InlineData("00016182f1ff")]                // Huffman: eight bits of padding or more
    public void What_is_no_block_is_malformed(string block) => Assert.EndsWith("malformed", Read(block, new()), StringComparison.Ordinal);

    [Fact]
    public void Random_blocks_do_no_harm()
    {
        Random random = new(9);
        HpackDynamicTable table = new();
        for (int round = 0; round < 20_000; round++)
        {
            byte[] block = new byte[random.Next(60)];
            random.NextBytes(block);
            Read(Hex(block), table);
            Assert.InRange(table.Size, 0, 4096);
        }
    }

    private static string Read(string block, HpackDynamicTable table)
    {
        HpackReader reader = new(Convert.FromHexString(block), table);
        List<string> fields = [];
        while (true)
        {
            switch (reader.Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            {
                case HpackResult.End:
                    return string.Join('|', fields);
                case HpackResult.Malformed:
                    return string.Join('|', [.. fields, "malformed"]);
                default:
                    fields.Add(Text(name) + ": " + Text(value));
                    break;
            }
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
