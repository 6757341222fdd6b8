using Larder.Posix;

namespace Larder.Units.Declaration;

/// <summary>What larder.toml, at the repository's root, says of units. Its form is at <see cref="TomlReader"/>.</summary>
/// <remarks>
/// <code>
/// [units]
/// evaluation_inputs = ["nix/**", "VERSION"]    # globs of files that units.nix reads, beside those that Nix says it evaluated
/// evaluation_environment = ["CHANNEL"]         # variables that it reads by builtins.getEnv
/// </code>
/// </remarks>
/// <param name="Inputs">Globs relative to the root.</param>
/// <param name="Variables">Names of variables.</param>
internal sealed record RepositorySettings(string[] Inputs, string[] Variables)
{
    private const string Section = "units";
    private const string InputsName = "evaluation_inputs";
    private const string VariablesName = "evaluation_environment";
    private const long LongestFile = 1 << 20;

    internal static RepositorySettings Read(string root)
    {
        string path = root + "/larder.toml";
        byte[]? content = FileSystem.ReadAll(ByteText.Encode(path), out int error, LongestFile);
        if (content == null)
            return Errno.SaysAbsent(error) ? new RepositorySettings([], []) : throw new UnitFault($"{path} can't be read: {Errno.Describe(error)}");

        TomlReader toml = TomlReader.Read(ByteText.Decode(content), path);
        RepositorySettings settings = new([], []);
        foreach (TomlValue value in toml.Values.Where(value => value.Section == Section))
        {
            settings = value.Name switch
            {
                InputsName => settings with { Inputs = [.. Strings(value, path).Select(glob => Checked(glob, path))] },
                VariablesName => settings with { Variables = Strings(value, path) },
                _ => throw new UnitFault($"{path}, line {value.Line}: [{Section}] has no setting \"{value.Name}\"; there are {InputsName} and {VariablesName}"),
            };
        }

        return settings;
    }

    private static string[] Strings(TomlValue value, string path) =>
        value.Strings ?? throw new UnitFault($"{path}, line {value.Line}: {value.Name} must be a list of strings, such as [\"nix/**\"]");

    private static string Checked(string glob, string path) =>
        glob.Length > 0 && glob[0] != '/' && !glob.Split('/').Contains("..", StringComparer.Ordinal)
            ? glob
            : throw new UnitFault($"{path}: \"{glob}\" in {InputsName} must be a path relative to the repository's root, and lead nowhere else");
}
