using Larder.Posix;

namespace Larder.Units.Files;

/// <summary>Removes trees, whatever permissions were put on their directories. Links are never followed.</summary>
internal static class TreeRemoval
{
    private const uint OwnerAll = 0x1C0; // 0700

    /// <summary>Removes what stands at a path, if anything does. What can't be removed stays.</summary>
    /// <returns>Bytes that its files took on disk; hard links to what stands elsewhere count too.</returns>
    internal static long Remove(string path)
    {
        int error = Errno.None;
        return Remove(ByteText.Encode(path), ref error);
    }

    /// <summary>The same where nothing may stay.</summary>
    /// <exception cref="UnitFault">Something could not be removed.</exception>
    internal static void RemoveAll(string path)
    {
        int error = Errno.None;
        Remove(ByteText.Encode(path), ref error);
        if (error != Errno.None)
            throw new UnitFault($"{path} can't be removed: {Errno.Describe(error)}");
    }

    /// <summary>Makes a directory one in which names can be made and removed.</summary>
    internal static void MakeWritable(byte[] directory)
    {
        if (FileSystem.LinkStat(directory, out FileStatus status) == Errno.None && status.IsDirectory && (status.Permissions & OwnerAll) != OwnerAll)
            FileSystem.ChangeMode(directory, status.Permissions | OwnerAll);
    }

    /// <param name="path">What is removed.</param>
    /// <param name="error">The first error there was: kept where there was one before.</param>
    private static long Remove(byte[] path, ref int error)
    {
        int found = FileSystem.LinkStat(path, out FileStatus status);
        if (found != Errno.None)
        {
            Note(found, ref error);
            return 0;
        }

        int removed;
        long freed = 0;
        if (status.IsDirectory)
        {
            MakeWritable(path);
            foreach (byte[] name in Names(path))
                freed += Remove(ByteString.JoinPath(path, name), ref error);
            removed = FileSystem.RemoveDirectory(path);
        }
        else
        {
            removed = FileSystem.Unlink(path);
        }

        Note(removed, ref error);
        return removed == Errno.None ? freed + status.AllocatedBytes : freed;
    }

    /// <summary>What isn't there any more is no error, whoever removed it.</summary>
    private static void Note(int error, ref int first)
    {
        if (first == Errno.None && !Errno.SaysAbsent(error))
            first = error;
    }

    private static List<byte[]> Names(byte[] directory)
    {
        List<byte[]> names = [];
        if (DirectoryReader.Open(directory, out DirectoryReader reader) != Errno.None)
            return names;
        using (reader)
        {
            while (reader.Read())
                names.Add(reader.Name.ToArray());
        }

        return names;
    }
}
