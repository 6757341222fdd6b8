using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>The flags of open(2) whose values differ between x86-64 and arm64.</summary>
public static class OpenFlagsExtensions
{
    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>O_DIRECTORY: fail where the path is no directory.</summary>
    public static OpenFlags Directory => (OpenFlags)(IsArm ? 0x4000 : 0x10000);

    /// <summary>O_NOFOLLOW: fail (ELOOP) where the last component is a symbolic link.</summary>
    public static OpenFlags NoFollow => (OpenFlags)(IsArm ? 0x8000 : 0x20000);

    /// <summary>O_PATH: a place to begin paths at, which need not be readable.</summary>
    public static OpenFlags PathOnly => (OpenFlags)0x200000;

    /// <summary>O_TMPFILE: an unnamed file in the directory at the path; a crash leaves nothing behind.</summary>
    public static OpenFlags Unnamed => OpenFlags.TemporaryBit | Directory;
}
