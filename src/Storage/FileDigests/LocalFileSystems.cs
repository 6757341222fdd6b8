namespace Larder.Storage;

/// <summary>
/// The file systems whose time stamps vouch for a file's content between two looks: local ones, where every change goes through
/// this kernel and sets ctime. Not so with nfs, cifs, 9p and fuse (others write, and attributes are cached), vfat (2 s ticks), or
/// whatever is not listed. The numbers are linux/magic.h's.
/// <para>
/// On these, too, appends by O_APPEND follow each other (one inode, one lock), and a write is seen by the next read of any process. NFS promises
/// neither between hosts (open(2); nfs(5), "close-to-open"), 9p without a cache not even within one, a fuse file system what its author likes.
/// What all promise is that rename(2) and link(2) put a whole file in its place at once, and that is all that
/// entries and totals need; <see cref="LooseRecords"/> are for the rest.
/// </para>
/// </summary>
public static class LocalFileSystems
{
    /// <summary>Whether the file system of that magic number (statfs(2), f_type) is one of them.</summary>
    public static bool Contains(long type) => type switch
    {
        0xEF53 => true,     // ext2, ext3, ext4
        0x58465342 => true, // xfs
        0x9123683E => true, // btrfs
        0x01021994 => true, // tmpfs
        0xF2F52010 => true, // f2fs
        0xCA451A4E => true, // bcachefs
        0x2FC12FC1 => true, // zfs
        0x794C7630 => true, // overlayfs
        _ => false,
    };
}
