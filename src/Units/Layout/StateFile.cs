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
        byte[] target = ByteText.Encode(path);
        byte[] fresh = ByteText.Encode(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.new"));
        int error = FileSystem.Open(fresh, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileDescriptor file, Mode);
        if (error == Errno.NotFound)
        {
            MakeDirectory(Path.GetDirectoryName(path)!);
            error = FileSystem.Open(fresh, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out file, Mode);
        }

        if (error == Errno.None)
        {
            using (file)
                error = file.WriteAll(content);
            if (error == Errno.None)
                error = FileSystem.Rename(fresh, target);
            if (error != Errno.None)
                FileSystem.Unlink(fresh);
        }

        if (error != Errno.None)
            throw new UnitFault($"{path}: {Errno.Describe(error)}");
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
