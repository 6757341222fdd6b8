using Larder.Posix;

namespace Larder.Units.Artifacts;

/// <summary>Removes trees, whatever permissions were put on their directories.</summary>
internal static class TreeRemoval
{
    private const uint OwnerAll = 0x1C0; // 0700

    /// <summary>Removes what stands at a path, if anything does. What can't be removed stays.</summary>
    /// <returns>Bytes that its files took on disk; hard links to what stands elsewhere count too.</returns>
    internal static long Remove(string path) => Remove(ByteText.Encode(path));

    /// <summary>Makes a directory one in which names can be made and removed.</summary>
    internal static void MakeWritable(byte[] directory)
    {
        if (FileSystem.LinkStat(directory, out FileStatus status) == Errno.None && status.IsDirectory && (status.Permissions & OwnerAll) != OwnerAll)
            FileSystem.ChangeMode(directory, status.Permissions | OwnerAll);
    }

    private static long Remove(byte[] path)
    {
        if (FileSystem.LinkStat(path, out FileStatus status) != Errno.None)
            return 0;
        if (!status.IsDirectory)
            return FileSystem.Unlink(path) == Errno.None ? status.AllocatedBytes : 0;
        MakeWritable(path);
        long freed = 0;
        List<byte[]> names = [];
        if (DirectoryReader.Open(path, out DirectoryReader reader) == Errno.None)
        {
            using (reader)
            {
                while (reader.Read())
                    names.Add(reader.Name.ToArray());
            }
        }

        foreach (byte[] name in names)
            freed += Remove(ByteString.JoinPath(path, name));
        return FileSystem.RemoveDirectory(path) == Errno.None ? freed + status.AllocatedBytes : freed;
    }
}
