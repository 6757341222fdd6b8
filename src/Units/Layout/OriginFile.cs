using Larder.Units.StateFiles;

namespace Larder.Units.Layout;

/// <summary>Says whose a directory of units is: the garbage of repositories that are gone is known by it.</summary>
/// <remarks>
/// <code>
/// fields = text path of the repository
/// </code>
/// </remarks>
internal static class OriginFile
{
    private const string Name = "repository";

    /// <summary>Versions: 1, the first. A path, and what is around it.</summary>
    private static readonly StateFormat s_format = new("larder unit repository 1", 2 * Posix.FileSystem.PathMax);

    /// <summary>The repository's path; null: nobody can say.</summary>
    /// <param name="root">What <see cref="UnitDirectories.Root"/> is.</param>
    internal static string? Read(string root)
    {
        if (StateFile.Open($"{root}/{Name}", s_format) is not { } reader)
            return null;
        string repository = reader.Text();
        return reader.IsComplete ? repository : null;
    }

    /// <exception cref="UnitFault">It can't be written.</exception>
    internal static void Write(UnitDirectories directories)
    {
        StateWriter writer = new(s_format);
        writer.Text(directories.Repository);
        StateFile.Save(directories, $"{directories.Root}/{Name}", writer);
    }
}
