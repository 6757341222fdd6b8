namespace Larder.Storage;

/// <summary>
/// The file systems whose time stamps vouch for a file's content between two looks: local ones, where every change goes through
/// this kernel and sets ctime. Not so with nfs, cifs, 9p and fuse (others write, and attributes are cached), vfat (2 s ticks), or
/// whatever is not listed. The numbers are linux/magic.h's.
/// </summary>
internal static class TrustedFileSystems
{
    internal static bool Contains(long type) => type switch
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
