namespace Larder.Projects;

/// <summary>The command line. `./dev projects` writes most of it.</summary>
/// <param name="Larder">The executable.</param>
/// <param name="Sources">Where packages' sources stand, fetched, each in a directory of its name.</param>
/// <param name="Output">Everything is done below it.</param>
/// <param name="Names">Projects that are wanted: those whose name begins with one of these; empty for all.</param>
/// <param name="ListPackages">Print the source packages that are needed, and do nothing.</param>
/// <param name="Daemon">Cold and warm go through a daemon.</param>
internal sealed record Options(string Larder, string Sources, string Output, IReadOnlyList<string> Names, bool ListPackages, bool Daemon)
{
    internal const string Usage =
        "usage: Projects --list-packages [NAME…] | Projects --larder FILE --sources DIRECTORY --output DIRECTORY [--daemon] [NAME…]";

    internal IReadOnlyList<Project> Projects =>
        [.. ProjectTable.All.Where(project => Names.Count == 0 || Names.Any(name => project.Name.StartsWith(name, StringComparison.Ordinal)))];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ProjectsException">It is not understood, or names no project.</exception>
    internal static Options Parse(string[] arguments)
    {
        var options = new Options("", "", "", [], ListPackages: false, Daemon: false);
        var position = 0;
        while (position < arguments.Length)
        {
            var argument = Next();
            options = argument switch
            {
                "--larder" => options with { Larder = Next() },
                "--sources" => options with { Sources = Next() },
                "--output" => options with { Output = Next() },
                "--list-packages" => options with { ListPackages = true },
                "--daemon" => options with { Daemon = true },
                _ when argument.StartsWith('-') => throw new ProjectsException(Usage),
                _ => options with { Names = [.. options.Names, argument] },
            };
        }

        if (options.Projects.Count == 0)
            throw new ProjectsException($"no project is called like: {string.Join(' ', options.Names)}");
        return options.ListPackages || (options.Larder.Length > 0 && options.Sources.Length > 0 && options.Output.Length > 0)
            ? options
            : throw new ProjectsException(Usage);

        string Next() => position < arguments.Length ? arguments[position++] : throw new ProjectsException(Usage);
    }
}
