namespace Larder.Posix;

/// <summary>What statx(2) says of a file.</summary>
public readonly struct FileStatus
{
    private const uint TypeMask = 0xF000;

    internal FileStatus(in StatxBuffer buffer)
    {
        Device = ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor;
        Inode = buffer.Inode;
        Size = (long)buffer.Size;
        Mode = buffer.Mode;
        Uid = buffer.Uid;
        Gid = buffer.Gid;
        LinkCount = buffer.LinkCount;
        AllocatedBytes = (long)buffer.Blocks * 512;
        Modified = new TimeSpec(buffer.ModifySeconds, buffer.ModifyNanoseconds);
        Changed = new TimeSpec(buffer.ChangeSeconds, buffer.ChangeNanoseconds);
    }

    /// <summary>Device number, major in the upper half.</summary>
    public ulong Device { get; }

    public ulong Inode { get; }

    /// <summary>Length in bytes.</summary>
    public long Size { get; }

    /// <summary>What the file takes on disk, in bytes.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Type and permission bits (st_mode).</summary>
    public uint Mode { get; }

    /// <summary>The permission bits only.</summary>
    public uint Permissions => Mode & 0xFFF;

    public uint Uid { get; }

    public uint Gid { get; }

    public uint LinkCount { get; }

    /// <summary>Time of the last change of content (mtime).</summary>
    public TimeSpec Modified { get; }

    /// <summary>Time of the last change of content or inode (ctime).</summary>
    public TimeSpec Changed { get; }

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>Whether it is a socket.</summary>
    public bool IsSocket => (Mode & TypeMask) == 0xC000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsSymbolicLink => (Mode & TypeMask) == 0xA000;

    /// <summary>True where both are the same file with, as far as the kernel can tell, the same content.</summary>
    public bool IsUnchangedFrom(in FileStatus other) =>
        Inode == other.Inode && Device == other.Device && Size == other.Size
        && Modified == other.Modified && Changed == other.Changed;

    /// <summary>True where both are the same inode.</summary>
    public bool IsSameFileAs(in FileStatus other) => Inode == other.Inode && Device == other.Device;
}
