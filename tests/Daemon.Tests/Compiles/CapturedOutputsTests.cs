using Larder.Daemon.Compiles;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Daemon.Tests.Compiles;

public sealed class CapturedOutputsTests : IDisposable
{
    private readonly FileDescriptor _file;
    private readonly ulong _inode;

    public CapturedOutputsTests()
    {
        Assert.Equal(Errno.None, MemoryFile.Create(out _file));
        Assert.Equal(Errno.None, _file.WriteAll("object"u8));
        Assert.Equal(Errno.None, _file.Stat(out FileStatus status));
        _inode = status.Inode;
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public void What_was_announced_is_read()
    {
        using CapturedOutputs? outputs = CapturedOutputs.TryOpen(User.ProcessId, [Announced(_inode, 6)]);
        Assert.Equal(6, outputs!.Size);
        Assert.NotNull(outputs.Read([], []));
    }

    /// <summary>A client that was killed leaves its number to another, whose file of the same descriptor may be as long.</summary>
    [Fact]
    public void A_file_of_the_same_length_that_is_another_one_is_not()
    {
        Assert.Null(CapturedOutputs.TryOpen(User.ProcessId, [Announced(_inode, 6), Announced(_inode + 1, 6)]));
        Assert.Null(CapturedOutputs.TryOpen(User.ProcessId, [Announced(_inode, 7)]));
    }

    private CapturedOutput Announced(ulong inode, ulong size) =>
        new() { Kind = (uint)ResultMemberKind.Object, Descriptor_ = _file.Value, Size = size, Inode = inode };
}
