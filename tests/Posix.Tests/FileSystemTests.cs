using Larder.Posix.Tests.Support;

namespace Larder.Posix.Tests;

public sealed class FileSystemTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_of_any_bytes_are_made_read_and_removed()
    {
        foreach (byte[] name in (byte[][])[[0xff, 0xfe], "new\nline"u8.ToArray(), " "u8.ToArray(), "\x80"u8.ToArray(), [.. Enumerable.Repeat((byte)'n', 255)]])
        {
            byte[] path = _folder.Of(name);
            Assert.Equal(Errno.None, FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, 0x1B6));
            using (file)
                Assert.Equal(Errno.None, file.WriteAll("text"u8));
            Assert.Equal("text"u8.ToArray(), FileSystem.ReadAll(path, out _));
            Assert.Equal(Errno.None, FileSystem.Unlink(path));
            Assert.Equal(Errno.NotFound, FileSystem.Stat(path, out _));
        }
    }

    [Fact]
    public void Paths_up_to_PATH_MAX_work_and_longer_ones_are_an_error()
    {
        byte[] path = _folder["."];
        byte[] file = _folder.Write("f", "x"u8);
        for (int length = path.Length + 2; length < FileSystem.PathMax + 20; length += 97)
        {
            byte[] dots = [.. path, .. Enumerable.Repeat("/."u8.ToArray(), (length - path.Length) / 2).SelectMany(x => x), .. "/f"u8];
            int error = FileSystem.Stat(dots, out FileStatus status);
            Assert.Equal(dots.Length < FileSystem.PathMax ? Errno.None : Errno.NameTooLong, error);
            Assert.Equal(error == Errno.None ? 1 : 0, status.Size);
        }

        Assert.Equal(Errno.NameTooLong, FileSystem.Stat(_folder.Of([.. Enumerable.Repeat((byte)'n', 256)]), out _));
        Assert.Equal(Errno.None, FileSystem.Stat(file, out _));
    }

    [Fact]
    public void The_status_of_a_file_is_what_the_kernel_says()
    {
        byte[] path = _folder.Write("f", "12345"u8);
        File.CreateSymbolicLink(_folder.Path + "/link", "f");
        Assert.Equal(Errno.None, FileSystem.SetTimes(path, new TimeSpec(1_000_000_000, 123_456_789)));
        Assert.Equal(Errno.None, FileSystem.Stat(_folder["link"], out FileStatus status));
        Assert.True(status.IsRegular);
        Assert.Equal(5, status.Size);
        Assert.Equal(1u, status.LinkCount);
        Assert.Equal(User.EffectiveId, status.Uid);
        Assert.Equal(new TimeSpec(1_000_000_000, 123_456_789), status.Modified);
        Assert.Equal(Errno.None, FileSystem.LinkStat(_folder["link"], out FileStatus link));
        Assert.True(link.IsSymbolicLink);
        Assert.False(link.IsSameFileAs(status));
        Assert.Equal(Errno.None, FileSystem.Stat(_folder["."], out FileStatus directory));
        Assert.True(directory.IsDirectory);

        Assert.Equal(Errno.None, FileSystem.Stat(path, out FileStatus again));
        Assert.True(again.IsUnchangedFrom(status));
        File.AppendAllText(_folder.Path + "/f", "6");
        Assert.Equal(Errno.None, FileSystem.SetTimes(path, new TimeSpec(1_000_000_000, 123_456_789)));
        FileSystem.Stat(path, out again);
        Assert.True(again.IsSameFileAs(status));
        Assert.False(again.IsUnchangedFrom(status));
    }

    [Fact]
    public void Errors_are_numbers_and_never_exceptions()
    {
        _folder.Write("f", "x"u8);
        File.CreateSymbolicLink(_folder.Path + "/loop", "loop");
        Directory.CreateDirectory(_folder.Path + "/d/sub");
        Assert.Equal(Errno.NotFound, FileSystem.Open(_folder["none"], OpenFlags.ReadOnly, out FileDescriptor none));
        Assert.False(none.IsOpen);
        Assert.Equal(Errno.NotADirectory, FileSystem.Stat(_folder["f/x"], out _));
        Assert.Equal(Errno.TooManyLinks, FileSystem.Stat(_folder["loop"], out _));
        Assert.Equal(Errno.TooManyLinks, FileSystem.Open(_folder["loop"], OpenFlagsExtensions.NoFollow, out _));
        Assert.Equal(Errno.IsADirectory, FileSystem.Open(_folder["d"], OpenFlags.WriteOnly, out _));
        Assert.Equal(Errno.NotADirectory, FileSystem.Open(_folder["f"], OpenFlagsExtensions.Directory, out _));
        Assert.Equal(Errno.Exists, FileSystem.Open(_folder["f"], OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out _));
        Assert.Equal(Errno.Exists, FileSystem.MakeDirectory(_folder["d"], 0x1FF));
        Assert.Equal(Errno.NotEmpty, FileSystem.RemoveDirectory(_folder["d"]));
        Assert.Equal(Errno.IsADirectory, FileSystem.Unlink(_folder["d"]));
        Assert.Equal(Errno.IsADirectory, FileSystem.Rename(_folder["f"], _folder["d"]));
        Assert.Null(FileSystem.ReadAll(_folder["d"], out int error));
        Assert.Equal(Errno.IsADirectory, error);
        Assert.Null(FileSystem.ReadLink(_folder["f"]));
        Assert.Null(FileSystem.RealPath(_folder["none"]));
        Assert.True(Errno.SaysAbsent(Errno.NotFound) && Errno.SaysAbsent(Errno.NotADirectory) && !Errno.SaysAbsent(Errno.AccessDenied));
    }

    [Fact]
    public void Directories_are_made_with_what_is_missing_above_them()
    {
        Assert.Equal(Errno.None, FileSystem.MakeDirectories(_folder["a/b/c/d"], 0x1ED));
        Assert.Equal(Errno.None, FileSystem.MakeDirectories(_folder["a/b/c/d"], 0x1ED));
        Assert.True(Directory.Exists(_folder.Path + "/a/b/c/d"));
        _folder.Write("f", "x"u8);
        Assert.Equal(Errno.NotADirectory, FileSystem.MakeDirectories(_folder["f/x/y"], 0x1ED));
    }

    [Fact]
    public void A_file_is_read_whole_whatever_its_length()
    {
        foreach (int size in (int[])[0, 1, 4095, 4096, 4097, 300_000])
        {
            byte[] content = new byte[size];
            new Random(size).NextBytes(content);
            Assert.Equal(content, FileSystem.ReadAll(_folder.Write("f", content), out int error));
            Assert.Equal(Errno.None, error);
        }

        Assert.Null(FileSystem.ReadAll(_folder["f"], out int limit, limit: 1000));
        Assert.Equal(Errno.Invalid, limit);

        // Files of /proc have no size, and are longer than nothing.
        Assert.NotEmpty(FileSystem.ReadAll("/proc/self/status"u8, out _)!);
        Assert.Empty(FileSystem.ReadAll("/dev/null"u8, out _)!);
        Assert.Null(FileSystem.ReadAll("/dev/zero"u8, out _, limit: 100_000));
    }

    [Fact]
    public void Links_are_read_and_resolved()
    {
        _folder.Write("f", "x"u8);
        File.CreateSymbolicLink(_folder.Path + "/one", "f");
        File.CreateSymbolicLink(_folder.Path + "/two", "./one");
        Assert.Equal("./one"u8.ToArray(), FileSystem.ReadLink(_folder["two"]));
        Assert.Equal(FileSystem.RealPath(_folder["f"]), FileSystem.RealPath(_folder["two"]));
        Assert.Equal(FileSystem.RealPath(_folder["f"]), FileSystem.RealPath(_folder["./../" + Path.GetFileName(_folder.Path) + "//two"]));
    }

    [Fact]
    public void An_unnamed_file_appears_whole_and_only_once()
    {
        int error = FileSystem.Open(_folder["."], OpenFlagsExtensions.Unnamed | OpenFlags.WriteOnly, out FileDescriptor file, 0x1A4);
        if (error is Errno.NotSupported or Errno.IsADirectory)
            return; // The file system of the temporary directory knows none.
        Assert.Equal(Errno.None, error);
        using (file)
        {
            file.WriteAll("whole"u8);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
            Assert.Equal(Errno.None, FileSystem.LinkUnnamed(file, _folder["f"]));
            Assert.Equal(Errno.Exists, FileSystem.LinkUnnamed(file, _folder["f"]));
        }

        Assert.Equal("whole", File.ReadAllText(_folder.Path + "/f"));
    }

    [Fact]
    public void A_file_system_has_a_type_and_a_missing_path_none()
    {
        Assert.Equal(0x9fa0, FileSystem.FileSystemType("/proc"u8));
        Assert.NotEqual(0, FileSystem.FileSystemType(_folder["."]));
        Assert.Equal(0, FileSystem.FileSystemType(_folder["none"]));
    }

    [Fact]
    public void What_may_be_executed()
    {
        Assert.True(FileSystem.IsExecutable("/bin/sh"u8));
        Assert.False(FileSystem.IsExecutable(_folder.Write("f", "x"u8)));
        Assert.False(FileSystem.IsExecutable(_folder["none"]));
    }
}
