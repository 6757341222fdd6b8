using System.Text;

namespace Larder.Posix.Tests;

/// <summary>Pieces of work in many directories, under many umasks, at once.</summary>
public sealed class ThreadPlaceTests : IDisposable
{
    private const int Places = 16;
    private readonly string _root = Directory.CreateTempSubdirectory("larder-place-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Each_has_its_own_directory_and_umask()
    {
        byte[]? before = FileSystem.ReadLink("/proc/self/cwd"u8);
        Parallel.For(0, Places * 20, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round =>
        {
            int place = round % Places;
            byte[] directory = Encoding.UTF8.GetBytes(Path.Combine(_root, place.ToString()));
            FileSystem.MakeDirectory(directory, 0x1FF);
            Assert.Equal(0, FileSystem.Stat(directory, out FileStatus status));
            uint umask = place % 2 == 0 ? 0x12u : 0x3Fu;
            byte[] name = Encoding.UTF8.GetBytes("file" + round);
            Assert.True(ThreadPlace.Run(directory, status.Device, status.Inode, umask, () => Make(name), out bool made));
            Assert.True(made);
            Assert.Equal(0, FileSystem.Stat(ByteString.JoinPath(directory, name), out FileStatus file));
            Assert.Equal(0x1B6u & ~umask, file.Permissions);
        });
        Assert.Equal(before, FileSystem.ReadLink("/proc/self/cwd"u8)); // The process's, which is its first thread's.
    }

    [Fact]
    public void Another_directory_under_the_same_name_is_refused()
    {
        byte[] directory = Encoding.UTF8.GetBytes(_root);
        Assert.Equal(0, FileSystem.Stat(directory, out FileStatus status));
        bool ran = false;
        Assert.False(ThreadPlace.Run(directory, status.Device, status.Inode + 1, 0, () => ran = true, out _));
        Assert.False(ThreadPlace.Run("/no/such/place"u8, status.Device, status.Inode, 0, () => ran = true, out _));
        Assert.False(ran);
    }

    private static bool Make(byte[] name)
    {
        int error = FileSystem.Open(name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, 0x1B6);
        file.Dispose();
        return error == Errno.None;
    }
}
