using Larder.Posix;
using Larder.Units.Files;

namespace Larder.Units.Declaration;

/// <summary>Finds the files that globs lead to; one that ends in a directory's name leads to all below it. Links to directories are not followed, and .git is left out.</summary>
internal sealed class GlobWalk
{
    // A glob that finds more is a mistake ("**" in a repository with everything built in it), and would make every invocation slow.
    private const int MostFound = 50_000;

    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);

    /// <summary>Files that fit, absolute.</summary>
    internal IReadOnlyCollection<string> Files => _files;

    /// <summary>Directories that were looked into: while they are as they are, the globs find the same.</summary>
    internal IReadOnlyCollection<string> Directories => _directories;

    /// <summary>A file is one of those.</summary>
    internal bool Finds(string path) => _files.Contains(path);

    internal static GlobWalk Over(IEnumerable<InputGlob> globs)
    {
        GlobWalk walk = new();
        foreach (InputGlob glob in globs)
            walk.Add(glob, glob.Base, 0);
        return walk;
    }

    private void Add(InputGlob glob, string directory, int part)
    {
        if (part == glob.Length)
            return;
        bool isLast = part == glob.Length - 1;
        bool isAnyNames = glob.IsAnyNames(part);
        if (isAnyNames && !isLast)
            Add(glob, directory, part + 1);

        _directories.Add(directory);
        foreach (string name in Names(directory))
        {
            if (!glob.Fits(name, part))
                continue;
            string path = directory == "/" ? "/" + name : $"{directory}/{name}";
            if (FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) != Errno.None)
                continue;
            if (!status.IsDirectory)
            {
                if (isLast)
                    _files.Add(path);
            }
            else if (name == ".git")
            {
                continue;
            }
            else if (isAnyNames || !isLast)
            {
                Add(glob, path, isAnyNames ? part : part + 1);
            }
            else if (glob.IsName(part))
            {
                Add(new InputGlob(path, InputGlob.AnyNames), path, 0);
            }

            if (_files.Count + _directories.Count > MostFound)
                throw TooMany(glob);
        }
    }

    private static UnitFault TooMany(InputGlob glob) =>
        new($"\"{glob.Pattern}\" below {glob.Base} leads to more than {MostFound} files: name in larder.toml (evaluation_inputs) only what units.nix reads");

    private string[] Names(string directory)
    {
        if (!_names.TryGetValue(directory, out string[]? names))
            _names[directory] = names = DirectoryNames.In(directory);
        return names;
    }
}
