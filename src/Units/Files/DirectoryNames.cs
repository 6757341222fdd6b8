using Larder.Posix;

namespace Larder.Units.Files;

/// <summary>The names in a directory, sorted by their characters' numbers.</summary>
internal static class DirectoryNames
{
    /// <summary>None where it can't be read.</summary>
    internal static string[] In(string directory) => Read(directory, out _);

    /// <summary>None where it isn't there.</summary>
    /// <exception cref="UnitFault">It can't be read.</exception>
    internal static string[] InReadable(string directory)
    {
        string[] names = Read(directory, out int error);
        return error == Errno.None || Errno.SaysAbsent(error) ? names : throw new UnitFault($"the directory {directory} can't be read: {Errno.Describe(error)}");
    }

    private static string[] Read(string directory, out int error)
    {
        error = DirectoryReader.Open(ByteText.Encode(directory), out DirectoryReader reader);
        if (error != Errno.None)
            return [];
        List<string> names = [];
        using (reader)
        {
            while (reader.Read())
                names.Add(ByteText.Decode(reader.Name));
            error = reader.Error;
        }

        names.Sort(StringComparer.Ordinal);
        return [.. names];
    }
}
