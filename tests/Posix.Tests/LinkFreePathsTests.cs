using System.Text;
using Larder.Posix.Tests.Support;

namespace Larder.Posix.Tests;

/// <summary>No link is followed, whether the kernel sees to it or each name is opened by itself.</summary>
public sealed class LinkFreePathsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_at_any_level_ends_the_way()
    {
        Directory.CreateDirectory(_folder.Path + "/a/b");
        File.WriteAllText(_folder.Path + "/a/b/c", "text");
        Directory.CreateSymbolicLink(_folder.Path + "/a/l", _folder.Path + "/a/b");
        File.CreateSymbolicLink(_folder.Path + "/a/b/d", "c");
        byte[] root = Encoding.UTF8.GetBytes(_folder.Path);
        Assert.Equal(Errno.None, FileSystem.Open(root, OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out FileDescriptor start));
        using (start)
        {
            foreach ((string path, bool opens) in ((string, bool)[])[("a/b/c", true), ("a/l/c", false), ("a/b/d", false), ("a/b/e", false), ("x/y", false)])
            {
                byte[] bytes = Encoding.UTF8.GetBytes(path);
                Assert.True(opens == (LinkFreePaths.Walk(start, bytes, OpenFlags.ReadOnly, out FileDescriptor walked, 0) == Errno.None), path);
                Assert.True(opens == (LinkFreePaths.Open(start, bytes, OpenFlags.ReadOnly, out FileDescriptor opened) == Errno.None), path);
                walked.Dispose();
                opened.Dispose();
            }

            Assert.Equal(Errno.TooManyLinks, LinkFreePaths.Open(start, "a/l/c"u8, OpenFlags.ReadOnly, out _));
        }
    }

    [Fact]
    public void A_file_is_made_with_the_mode_that_is_asked_for()
    {
        uint before = User.SetUmask(0x12); // 022
        try
        {
            byte[] root = Encoding.UTF8.GetBytes(_folder.Path);
            Assert.Equal(Errno.None, LinkFreePaths.Open(FileDescriptor.None, [.. root, .. "/new"u8], OpenFlags.WriteOnly | OpenFlags.Create, out FileDescriptor file, 0x1B6));
            using (file)
            {
                Assert.Equal(Errno.None, file.Stat(out FileStatus status));
                Assert.Equal(0x1A4u, status.Permissions); // 0644
            }
        }
        finally
        {
            User.SetUmask(before);
        }
    }
}
