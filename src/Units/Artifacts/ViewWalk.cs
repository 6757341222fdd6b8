using Larder.Posix;

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
        foreach (string name in Names(views))
        {
            if (name != ViewRecord.Name)
                Add(files, views, name, 0);
        }

        return files;
    }

    /// <summary>The names in a directory, sorted; none where it isn't there.</summary>
    internal static string[] Names(string directory)
    {
        int error = DirectoryReader.Open(ByteText.Encode(directory), out DirectoryReader reader);
        if (Errno.SaysAbsent(error))
            return [];
        if (error != Errno.None)
            throw new UnitFault($"the directory {directory} can't be read: {Errno.Describe(error)}");
        List<string> names = [];
        using (reader)
        {
            while (reader.Read())
                names.Add(ByteText.Decode(reader.Name));
            if (reader.Error != Errno.None)
                throw new UnitFault($"the directory {directory} can't be read: {Errno.Describe(reader.Error)}");
        }

        names.Sort(StringComparer.Ordinal);
        return [.. names];
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

        string[] names = Names(views + "/" + path);
        files.Add(new ViewFile(path, status, names.Length == 0, null));
        foreach (string name in names)
            Add(files, views, path + "/" + name, depth + 1);
    }
}
