using Larder.Posix;
using Larder.Units.Files;

namespace Larder.Units.Declaration;

/// <summary>Says where units' sources stand: where it is declared, or for a crate, where its manifest is.</summary>
internal sealed class SourceFinder(string root)
{
    private const string Manifest = "Cargo.toml";

    // cargo marks its target directories so, in which copies of manifests stand (bford.info/cachedir).
    private const string CacheMark = "CACHEDIR.TAG";

    private const int MostDirectories = 200_000;
    private const long LongestManifest = 4 << 20;

    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private Dictionary<string, List<string>>? _crates;

    /// <summary>Declared paths, absolute, that lead over links.</summary>
    internal IReadOnlyCollection<string> Paths => _paths;

    /// <summary>A declared source's directory, real and absolute.</summary>
    /// <exception cref="UnitFault">It isn't there, is no directory, or lies outside the root.</exception>
    internal string Checked(string declared, string where)
    {
        string path = declared.StartsWith('/') ? declared : $"{root}/{declared}";
        string real = PlainFiles.Real(path) ?? throw new UnitFault($"{where} has the source \"{declared}\", but {path} isn't there");
        if (!PlainFiles.IsDirectory(real))
            throw new UnitFault($"{where} has the source \"{declared}\", but {real} is no directory");
        if (!PlainFiles.IsWithin(real, root))
            throw new UnitFault($"{where} has the source \"{declared}\", but {real} doesn't lie below {root}");
        if (real != path.TrimEnd('/'))
            _paths.Add(path);
        return real;
    }

    /// <summary>The directory of the one manifest that says this crate's name.</summary>
    internal string OfCrate(string crate, string where)
    {
        _crates ??= Find();
        List<string> found = _crates.GetValueOrDefault(crate) ?? [];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UnitFault($"{where} is the crate {crate}, but no {Manifest} below {root} has that [package] name: give its build the attribute larderSource"),
            _ => throw new UnitFault(
                $"{where} is the crate {crate}, and several {Manifest} have that name, in {string.Join(", ", found)}: give its build the attribute larderSource"),
        };
    }

    private Dictionary<string, List<string>> Find()
    {
        Dictionary<string, List<string>> crates = new(StringComparer.Ordinal);
        Stack<string> open = new([root]);
        for (int visited = 0; open.Count > 0 && visited < MostDirectories; visited++)
        {
            string directory = open.Pop();
            string[] names = DirectoryNames.In(directory);
            if (names.Contains(CacheMark))
                continue;
            if (names.Contains(Manifest) && CrateName($"{directory}/{Manifest}") is { } crate)
            {
                if (!crates.TryGetValue(crate, out List<string>? places))
                    crates[crate] = places = [];
                places.Add(directory);
            }

            foreach (string name in names.Where(name => !name.StartsWith('.')))
            {
                string path = $"{directory}/{name}";
                if (FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) == Errno.None && status.IsDirectory)
                    open.Push(path);
            }
        }

        return crates;
    }

    // A manifest that is no TOML (a template, say) names no crate here; cargo would say so where it is used.
    private static string? CrateName(string path)
    {
        if (FileSystem.ReadAll(ByteText.Encode(path), out _, LongestManifest) is not { } content)
            return null;
        try
        {
            return TomlReader.Read(ByteText.Decode(content), path).Values
                .FirstOrDefault(value => value is { Section: "package", Name: "name" } or { Section: "", Name: "package.name" })?.Text;
        }
        catch (UnitFault)
        {
            return null;
        }
    }
}
