using Larder.Posix.Tests.Support;

namespace Larder.Posix.Tests;

public sealed class DirectoryReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)] // more than one buffer of the kernel's
    public void Every_name_is_found_once(int count)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{i}-{new string('n', i % 50)}", ""u8);
        List<string> names = [];
        Assert.Equal(Errno.None, DirectoryReader.Open(_folder["."], out DirectoryReader reader));
        using (reader)
        {
            while (reader.Read())
                names.Add(ByteString.Show(reader.Name));
            Assert.False(reader.Read());
        }

        Assert.Equal(Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(), names.Order());
    }

    [Fact]
    public void Names_of_any_bytes_come_back()
    {
        byte[] name = [0xff, 0xfe, (byte)'\n'];
        FileSystem.Open(_folder.Of(name), OpenFlags.WriteOnly | OpenFlags.Create, out FileDescriptor file, 0x1A4);
        file.Dispose();
        DirectoryReader.Open(_folder["."], out DirectoryReader reader);
        using (reader)
        {
            Assert.True(reader.Read());
            Assert.Equal(name, reader.Name.ToArray());
        }

        FileSystem.Unlink(_folder.Of(name)); // .NET can't.
    }

    [Fact]
    public void What_is_no_directory_is_an_error()
    {
        Assert.Equal(Errno.NotFound, DirectoryReader.Open(_folder["none"], out _));
        Assert.Equal(Errno.NotADirectory, DirectoryReader.Open(_folder.Write("f", ""u8), out _));
    }
}
