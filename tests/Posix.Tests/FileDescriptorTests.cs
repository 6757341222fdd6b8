using Larder.Posix.Tests.Support;

namespace Larder.Posix.Tests;

public sealed class FileDescriptorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_and_writes_at_offsets_leave_the_position()
    {
        _folder.Write("f", "0123456789"u8);
        FileSystem.Open(_folder["f"], OpenFlags.ReadWrite, out FileDescriptor file);
        using (file)
        {
            byte[] four = new byte[4];
            Assert.Equal(4, file.ReadAt(3, four));
            Assert.Equal("3456"u8.ToArray(), four);
            Assert.Equal(2, file.ReadAt(8, four));
            Assert.Equal(0, file.ReadAt(100, four));
            Assert.True(file.WriteAt(9, "xyz"u8));
            Assert.Equal(0, file.Position);
            Assert.Equal("012345678xyz"u8.ToArray(), file.ReadToEnd(out _));
            Assert.Equal(12, file.Position);
            Assert.Equal(Errno.None, file.Truncate(3));
            file.Seek(0);
            Assert.Equal("012"u8.ToArray(), file.ReadToEnd(out _));
        }
    }

    [Fact]
    public void Appending_writes_stand_one_behind_the_other()
    {
        const OpenFlags Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append;
        FileSystem.Open(_folder["log"], Flags, out FileDescriptor one, 0x1A4);
        FileSystem.Open(_folder["log"], Flags, out FileDescriptor two, 0x1A4);
        using (one)
        using (two)
        {
            for (int i = 0; i < 10; i++)
                Assert.True(one.WriteOnce("a"u8) && two.WriteOnce("b"u8));
            Assert.Equal(20, two.Position);
        }

        Assert.Equal("abababababababababab", File.ReadAllText(_folder.Path + "/log"));
    }

    [Fact]
    public void A_full_device_is_an_error_number()
    {
        FileSystem.Open("/dev/full"u8, OpenFlags.WriteOnly, out FileDescriptor full);
        using (full)
        {
            Assert.Equal(Errno.NoSpace, full.WriteAll("x"u8));
            Assert.False(full.WriteOnce("x"u8));
        }
    }

    [Fact]
    public void No_descriptor_is_an_error_number_and_no_crash()
    {
        FileDescriptor none = FileDescriptor.None;
        none.Dispose();
        Assert.False(none.IsOpen);
        Assert.NotEqual(Errno.None, none.WriteAll("x"u8));
        Assert.True(none.ReadAt(0, new byte[1]) < 0);
        Assert.Null(none.ReadToEnd(out int error));
        Assert.NotEqual(Errno.None, error);
        Assert.False(none.IsTerminal);
        Assert.False(none.LockExclusive());
    }

    [Fact]
    public void A_pipe_that_does_not_block_is_waited_for()
    {
        Assert.Equal(0, Programs.Run("/usr/bin/mkfifo", _folder["pipe"]).Status);
        FileSystem.Open(_folder["pipe"], OpenFlags.ReadWrite | OpenFlags.NonBlocking, out FileDescriptor pipe);
        using (pipe)
        {
            byte[] content = new byte[1_000_000];
            new Random(1).NextBytes(content);
            byte[] received = new byte[content.Length];
            Thread reader = new(() =>
            {
                FileSystem.Open(_folder["pipe"], OpenFlags.ReadOnly, out FileDescriptor end);
                using (end)
                {
                    for (int length = 0; length < received.Length;)
                    {
                        length += end.Read(received.AsSpan(length), out int error);
                        Assert.Equal(Errno.None, error);
                    }
                }
            });
            reader.Start();
            Assert.Equal(Errno.None, pipe.WriteAll(content));
            Assert.True(reader.Join(TimeSpan.FromSeconds(60)));
            Assert.Equal(content, received);
        }
    }

    [Fact]
    public void A_lock_keeps_others_out_until_it_is_closed()
    {
        _folder.Write("lock", ""u8);
        FileSystem.Open(_folder["lock"], OpenFlags.ReadOnly, out FileDescriptor one);
        FileSystem.Open(_folder["lock"], OpenFlags.ReadOnly, out FileDescriptor two);
        using (two)
        {
            Assert.True(one.LockExclusive());
            Assert.False(two.TryLockExclusive());
            one.Dispose();
            Assert.True(two.TryLockExclusive());
        }
    }

    [Fact]
    public void A_memory_file_is_private_and_has_no_name()
    {
        Assert.Equal(Errno.None, MemoryFile.Create(out FileDescriptor file));
        using (file)
        {
            Assert.Equal(Errno.None, file.WriteAll("kept in memory"u8));
            file.Seek(0);
            Assert.Equal("kept in memory"u8.ToArray(), file.ReadToEnd(out _));
            Assert.Equal(Errno.None, FileSystem.Stat(System.Text.Encoding.UTF8.GetBytes($"/proc/self/fd/{file.Value}"), out FileStatus status));
            Assert.Equal(14, status.Size);
        }
    }

    [Fact]
    public void Cloning_or_copying_gives_the_same_bytes_or_says_that_it_can_not()
    {
        byte[] content = new byte[20_000];
        new Random(3).NextBytes(content);
        _folder.Write("source", content);
        FileSystem.Open(_folder["source"], OpenFlags.ReadOnly, out FileDescriptor source);
        FileSystem.Open(_folder["target"], OpenFlags.ReadWrite | OpenFlags.Create, out FileDescriptor target, 0x1A4);
        using (source)
        using (target)
        {
            if (FileClone.TryShareToEnd(source, 4096, target))
                Assert.Equal(content[4096..], File.ReadAllBytes(_folder.Path + "/target"));
            else
                Assert.Empty(File.ReadAllBytes(_folder.Path + "/target"));

            target.Truncate(0);
            target.Seek(0);
            int error = FileClone.Copy(source, 5, 10_000, target);
            if (error == Errno.None)
                Assert.Equal(content[5..10_005], File.ReadAllBytes(_folder.Path + "/target"));
            else
                Assert.True(error is Errno.CrossDevice or Errno.NotSupported or Errno.Invalid);
        }
    }

    [Fact]
    public void Copying_beyond_the_end_is_an_error_and_no_endless_loop()
    {
        _folder.Write("source", "short"u8);
        FileSystem.Open(_folder["source"], OpenFlags.ReadOnly, out FileDescriptor source);
        FileSystem.Open(_folder["target"], OpenFlags.WriteOnly | OpenFlags.Create, out FileDescriptor target, 0x1A4);
        using (source)
        using (target)
            Assert.NotEqual(Errno.None, FileClone.Copy(source, 0, 100, target));
    }
}
