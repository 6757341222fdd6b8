using Larder.Posix;
using Larder.Units.Files;

namespace Larder.Units.Replay.Trees;

/// <summary>Directories of larder's own with all that is in them. Links are never followed.</summary>
internal static class Tree
{
    private const uint Everybody = 0x1FF; // 0777, less the umask

    /// <summary>All that is below a directory, each directory before what is in it; nothing where there is none, or it can't be read.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="enters">Whether what is below a directory (its relative path) is wanted; null: always.</param>
    internal static IEnumerable<TreeEntry> Walk(string root, Func<string, bool>? enters = null)
    {
        Stack<string> directories = new([""]);
        while (directories.TryPop(out string? directory))
        {
            foreach (string name in DirectoryNames.In(directory.Length == 0 ? root : $"{root}/{directory}"))
            {
                string path = directory.Length == 0 ? name : $"{directory}/{name}";
                if (FileSystem.LinkStat(ByteText.Encode($"{root}/{path}"), out FileStatus status) != Errno.None)
                    continue;
                yield return new TreeEntry(path, status);
                if (status.IsDirectory && enters?.Invoke(path) != false)
                    directories.Push(path);
            }
        }
    }

    /// <summary>Removes whatever stands at a path; nothing where nothing does.</summary>
    /// <exception cref="UnitFault">Something could not be removed.</exception>
    internal static void Remove(string path) => TreeRemoval.RemoveAll(path);

    /// <summary>Makes a directory and what is missing above it.</summary>
    /// <exception cref="UnitFault">It can't be made.</exception>
    internal static void Make(string path)
    {
        int error = FileSystem.MakeDirectories(ByteText.Encode(path), Everybody);
        if (error != Errno.None)
            throw new UnitFault($"the directory {path} can't be made: {Errno.Describe(error)}");
    }

    /// <summary>An empty directory, whatever stood there.</summary>
    internal static void MakeEmpty(string path)
    {
        Remove(path);
        Make(path);
    }

    /// <summary>Puts a file in place, whole or not at all, as a new inode with the time of now.</summary>
    /// <exception cref="UnitFault">It can't be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> content, bool executable = false)
    {
        string beside = path + ".larder-new";
        Remove(beside);
        int error = FileSystem.Open(ByteText.Encode(beside), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, executable ? Everybody : 0x1B6);
        if (error == Errno.None)
        {
            using (file)
                error = file.WriteAll(content);
        }

        if (error == Errno.None)
            error = FileSystem.Rename(ByteText.Encode(beside), ByteText.Encode(path));
        if (error != Errno.None)
            throw new UnitFault($"{path} can't be written: {Errno.Describe(error)}");
    }

    internal static bool Exists(string path) => FileSystem.LinkStat(ByteText.Encode(path), out _) == Errno.None;
}
