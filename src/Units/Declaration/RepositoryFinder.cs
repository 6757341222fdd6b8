using Larder.Units.Files;

namespace Larder.Units.Declaration;

/// <summary>Finds the repository that a directory belongs to: the nearest one, from it upwards, with a file that declares units.</summary>
internal static class RepositoryFinder
{
    private static readonly string[] s_files = ["units.nix", "bob.nix"];

    /// <param name="directory">Where to begin; relative to the working directory, or absolute.</param>
    /// <returns>Null: no such file here or above.</returns>
    internal static Repository? Find(string directory)
    {
        string? at = PlainFiles.Real(directory);
        while (at != null)
        {
            string prefix = at == "/" ? at : at + "/";
            if (s_files.Select(name => prefix + name).FirstOrDefault(PlainFiles.IsFile) is { } file)
                return new Repository(at, file);
            at = at == "/" ? null : at[..Math.Max(at.LastIndexOf('/'), 1)];
        }

        return null;
    }
}
