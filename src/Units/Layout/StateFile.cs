using Larder.Posix;

namespace Larder.Units.Layout;

/// <summary>Files of larder's own beside the units: whoever reads one sees all of an earlier or all of a later one, whatever is killed.</summary>
internal static class StateFile
{
    private const uint Mode = 0x1B4; // 0664, as the umask lets it
    private const uint DirectoryMode = 0x1FD; // 0775

    /// <summary>Puts a file in its place, by a rename; its directory is made where it is missing.</summary>
    /// <exception cref="UnitFault">It could not be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        int error = TryWrite(path, content);
        if (error != Errno.None)
            throw new UnitFault($"{path}: {Errno.Describe(error)}");
    }

    /// <summary>The same for what can be made again. An error number.</summary>
    internal static int TryWrite(string path, ReadOnlySpan<byte> content)
    {
        const OpenFlags Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        byte[] target = ByteText.Encode(path);
        Span<byte> digits = stackalloc byte[16];
        RandomNames.Fill(digits);
        byte[] fresh = [.. target, (byte)'.', .. digits];
        int error = FileSystem.Open(fresh, Flags, out FileDescriptor file, Mode);
        if (error == Errno.NotFound && FileSystem.MakeDirectories(ByteText.Encode(Path.GetDirectoryName(path)!), DirectoryMode) == Errno.None)
            error = FileSystem.Open(fresh, Flags, out file, Mode);
        if (error != Errno.None)
            return error;
        using (file)
            error = file.WriteAll(content);
        if (error == Errno.None)
            error = FileSystem.Rename(fresh, target);
        if (error != Errno.None)
            FileSystem.Unlink(fresh);
        return error;
    }

    /// <summary>Makes a directory and those above it.</summary>
    /// <exception cref="UnitFault">It could not be made.</exception>
    internal static void MakeDirectory(string path)
    {
        int error = FileSystem.MakeDirectories(ByteText.Encode(path), DirectoryMode);
        if (error != Errno.None && error != Errno.Exists)
            throw new UnitFault($"{path}: {Errno.Describe(error)}");
    }
}
