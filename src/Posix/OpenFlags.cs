namespace Larder.Posix;

/// <summary>Flags of open(2), with the values of Linux on x86-64 and arm64 (asm-generic/fcntl.h; the two agree but for
/// O_DIRECTORY and O_NOFOLLOW, which are chosen at run time by <see cref="OpenFlagsExtensions"/>).</summary>
[Flags]
public enum OpenFlags
{
    ReadOnly = 0,
    WriteOnly = 1,
    ReadWrite = 2,
    Create = 0x40,
    Exclusive = 0x80,
    Truncate = 0x200,
    Append = 0x400,
    NonBlocking = 0x800,
    CloseOnExec = 0x80000,

    /// <summary>The bit of O_TMPFILE alone; to be used through <see cref="OpenFlagsExtensions.Unnamed"/>.</summary>
    TemporaryBit = 0x400000,
}
