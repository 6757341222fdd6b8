using Larder.Posix;
using Larder.Storage;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Sources;

/// <summary>What is remembered of files, and when that is believed.</summary>
public sealed class SourceMemoTests : IDisposable
{
    private static readonly Digest s_planted = Digest.Of("planted"u8);

    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_file_that_is_known_isnt_read_again()
    {
        string file = _tree.Write("a.c", "int a;");
        Plant(file);
        Assert.Equal(s_planted, _tree.Scan().Files.Single().Content);
        Assert.Equal(s_planted, _tree.Scan().Files.Single().Content);
    }

    [Fact]
    public void A_file_that_was_written_is_read_again_though_its_size_and_time_were_put_back()
    {
        string file = _tree.Write("a.c", "int a;");
        Plant(file);
        DateTime time = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, "int b;");
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal(Digest.Of("int b;"u8), _tree.Scan().Files.Single().Content);
    }

    [Fact]
    public void Another_file_in_its_place_is_read()
    {
        string file = _tree.Write("a.c", "int a;");
        Plant(file);
        string other = _tree.Write("b.c", "int b;");
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(file));
        File.Move(other, file, overwrite: true);
        Assert.Equal(Digest.Of("int b;"u8), _tree.Scan().Files.Single().Content);
    }

    [Fact]
    public void A_file_that_is_too_young_is_not_remembered()
    {
        string file = _tree.Write("a.c", "int a;");
        Assert.Equal(Errno.None, FileSystem.Stat(ByteText.Encode(file), out FileStatus status));
        _tree.Scan();
        Assert.False(new SourceMemo(_tree.Directories, static () => Clock.Now).TryGet(in status, out _));
    }

    [Fact]
    public void What_is_damaged_is_as_nothing()
    {
        string file = _tree.Write("a.c", "int a;");
        Plant(file);
        byte[] whole = File.ReadAllBytes(_tree.Directories.Sources);
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 3 == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            else if (i % 3 == 1)
                damaged = [.. damaged, (byte)random.Next(256)];
            else
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_tree.Directories.Sources, damaged);
            Assert.Equal(Digest.Of("int a;"u8), _tree.Scan().Files.Single().Content);
        }
    }

    [Fact]
    public void A_memo_that_cant_be_written_is_done_without()
    {
        _tree.Write("a.c", "int a;");
        Directory.CreateDirectory(_tree.Directories.Sources);
        Assert.Equal(Digest.Of("int a;"u8), _tree.Scan().Files.Single().Content);
    }

    [Fact]
    public void Thousands_of_files_are_each_known()
    {
        SourceMemo memo = new(_tree.Directories, static () => Clock.Now);
        List<(FileStatus Status, Digest Digest)> all = [];
        for (int i = 0; i < 3000; i++)
        {
            string file = _tree.Write($"{i % 50}/{i}", "");
            FileSystem.Stat(ByteText.Encode(file), out FileStatus status);
            Digest digest = Digest.Of(BitConverter.GetBytes(i));
            memo.Put(in status, in digest, InTime(status), ByteText.Encode(file));
            all.Add((status, digest));
        }

        memo.Save();
        SourceMemo read = new(_tree.Directories, static () => Clock.Now);
        foreach ((FileStatus status, Digest digest) in all)
        {
            Assert.True(read.TryGet(in status, out Digest found));
            Assert.Equal(digest, found);
        }
    }

    /// <summary>Remembers another digest for a file than its content has: what comes out tells whether it was read.</summary>
    private void Plant(string file)
    {
        SourceMemo memo = new(_tree.Directories, static () => Clock.Now);
        Assert.Equal(Errno.None, FileSystem.Stat(ByteText.Encode(file), out FileStatus status));
        memo.Put(in status, in s_planted, InTime(status), ByteText.Encode(file));
        memo.Save();
    }

    /// <summary>A time at which both of the file's time stamps are old.</summary>
    private static TimeSpec InTime(FileStatus status) => new(status.Changed.Seconds + 10, 0);
}
