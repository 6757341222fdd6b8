using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>A tree that was scanned, with all that it takes to see that it is still the same, without listing a directory.</summary>
/// <remarks>
/// Only of a tree without links (what they lead to may change unseen), without a repository of its own in it, of which all may be read, and all of whose statuses
/// were old enough to tell of every later change. Names can't come or go without a change of their directory's status.
/// </remarks>
/// <param name="Context">Of the outer .gitignore files and the repository's index: <see cref="Git.IgnoreContext.Id"/>.</param>
/// <param name="Witnesses">The paths whose statuses count, relative to the tree, but for the files: all directories (the tree itself is the empty path), and .gitignore files.</param>
/// <param name="Statuses">The digest of all their statuses and of the files', in this order.</param>
/// <param name="Scan">What the scan found.</param>
internal sealed record TreeSnapshot(Digest Context, string[] Witnesses, Digest Statuses, SourceScan Scan)
{
    /// <summary>Whether nothing was touched since.</summary>
    internal bool Holds(byte[] root, WalkRoom room)
    {
        if (FileSystem.Open(root, OpenFlagsExtensions.PathOnly | OpenFlagsExtensions.Directory, out FileDescriptor tree) != Errno.None)
            return false;
        using (tree)
        {
            StatusDigester statuses = new(room.Statuses);
            foreach (string path in Witnesses)
            {
                if (!TryAdd(tree, path, statuses))
                    return false;
            }

            foreach (SourceFile file in Scan.Files)
            {
                if (!TryAdd(tree, file.Path, statuses))
                    return false;
            }

            return statuses.Finish() == Statuses;
        }
    }

    /// <summary>A link where a directory was is followed here; but then the status of the directory that it is in is another.</summary>
    private static bool TryAdd(FileDescriptor tree, string path, StatusDigester statuses)
    {
        int error = path.Length == 0 ? tree.Stat(out FileStatus status) : DirectoryEntries.Stat(tree, ByteText.Encode(path), out status);
        if (error == Errno.None)
            statuses.Add(in status);
        return error == Errno.None;
    }
}
