using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>
/// Recognises this program under any name. A link to it is the same file; a copy, of this version or another, is a static
/// image that holds the mark below.
/// </summary>
internal static class LarderMark
{
    /// <summary>Stands in the image because this code refers to it. Never change: it's what older copies hold.</summary>
    private static ReadOnlySpan<byte> Mark => "larder compile cache: this image is the shim 5d1f0e7c"u8;

    private static readonly byte[] SelfPath = "/proc/self/exe"u8.ToArray();

    /// <summary>True where the path leads to this program.</summary>
    internal static bool IsOn(ReadOnlySpan<byte> path, in FileStatus status) => IsOn(path, in status, out _);

    /// <summary>As above; says besides, of another program, whether it is a script (no ELF image), which had to be looked at anyway.</summary>
    internal static bool IsOn(ReadOnlySpan<byte> path, in FileStatus status, out bool isScript)
    {
        isScript = false;
        if (FileSystem.Stat(SelfPath, out FileStatus self) == Errno.None && self.IsSameFileAs(in status))
            return true;

        ElfImage? elf = ElfImage.Read(path);
        isScript = elf is null;

        // Compilers are linked dynamically nearly everywhere, so the whole image is hardly ever searched.
        if (elf is not { Interpreter: null })
            return false;
        byte[]? image = FileSystem.ReadAll(path, out _);
        return image is not null && image.AsSpan().IndexOf(Mark) >= 0;
    }
}
