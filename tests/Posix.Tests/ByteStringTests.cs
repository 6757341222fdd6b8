namespace Larder.Posix.Tests;

public sealed class ByteStringTests
{
    [Theory]
    [InlineData("a/b/c.o", "c.o", "a/b/")]
    [InlineData("c.o", "c.o", "")]
    [InlineData("/c", "c", "/")]
    [InlineData("a/", "", "a/")]
    [InlineData("", "", "")]
    public void A_path_is_a_directory_prefix_and_a_name(string path, string name, string prefix)
    {
        Assert.Equal(name, ByteString.Show(ByteString.FileName(Bytes(path))));
        Assert.Equal(prefix, ByteString.Show(ByteString.DirectoryPrefix(Bytes(path))));
    }

    [Theory]
    [InlineData("a", "b", "a/b")]
    [InlineData("a/", "b", "a/b")]
    [InlineData("", "b", "b")]
    [InlineData("/", "b", "/b")]
    public void Joining_adds_a_slash_only_where_one_is_missing(string directory, string name, string joined) =>
        Assert.Equal(joined, ByteString.Show(ByteString.JoinPath(Bytes(directory), Bytes(name))));

    [Fact]
    public void Concatenation_keeps_every_byte()
    {
        Assert.Equal([0xff, 0, 0x80, 1], ByteString.Concat([0xff, 0], [], [0x80, 1]));
        Assert.Equal([1, 2, 3], ByteString.Concat([1], [2, 3]));
    }

    [Fact]
    public void Strings_of_equal_bytes_are_one_key_whatever_the_bytes()
    {
        Dictionary<byte[], int> map = new(ByteStringComparer.Instance) { [[0xff, 0xfe]] = 1, [[]] = 2 };
        Assert.Equal(1, map[[0xff, 0xfe]]);
        Assert.Equal(2, map[[]]);
        Assert.False(map.ContainsKey([0xff]));
        Assert.True(map.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey([0xff, 0xfe]));
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
