using Larder.Posix;
using Larder.Units.Files;

namespace Larder.Units.Artifacts;

/// <summary>Lists what stands in a view.</summary>
internal static class ViewWalk
{
    private const int MaxDepth = 200;

    /// <summary>All of a view's outputs, directories included (each before what is in it), in the order of paths within each directory; nothing where there is no view.</summary>
    /// <param name="views">The directory of a unit's views.</param>
    /// <exception cref="UnitFault">Something can't be read.</exception>
    internal static List<ViewFile> List(string views)
    {
        List<ViewFile> files = [];
        foreach (string name in DirectoryNames.InReadable(views))
        {
            if (name != ViewRecord.Name)
                Add(files, views, name, 0);
        }

        return files;
    }

    private static void Add(List<ViewFile> files, string views, string path, int depth)
    {
        byte[] full = ByteText.Encode(views + "/" + path);
        int error = FileSystem.LinkStat(full, out FileStatus status);
        if (error != Errno.None)
            throw new UnitFault($"{views}/{path} can't be looked at: {Errno.Describe(error)}");
        if (depth > MaxDepth)
            throw new UnitFault($"{views}/{path} is nested deeper than {MaxDepth} directories");
        if (!status.IsDirectory)
        {
            files.Add(new ViewFile(path, status, IsEmpty: false, status.IsSymbolicLink ? FileSystem.ReadLink(full) : null));
            return;
        }

        string[] names = DirectoryNames.InReadable(views + "/" + path);
        files.Add(new ViewFile(path, status, names.Length == 0, null));
        foreach (string name in names)
            Add(files, views, path + "/" + name, depth + 1);
    }
}
