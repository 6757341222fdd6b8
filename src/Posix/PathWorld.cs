namespace Larder.Posix;

/// <summary>What a process's paths lead to is decided by its mount namespace and its root directory: two that share both share all paths.</summary>
public static class PathWorld
{
    /// <summary>
    /// The inode of the mount namespace (namespaces(7): equal where the namespace is), and the root's device and inode. Zeros where there
    /// is no /proc: such a process shares with none that has one.
    /// </summary>
    public static (ulong MountNamespace, ulong RootDevice, ulong RootInode) OfThisProcess()
    {
        FileSystem.Stat("/proc/self/ns/mnt"u8, out FileStatus space);
        FileSystem.Stat("/"u8, out FileStatus root);
        return (space.Inode, root.Device, root.Inode);
    }
}
