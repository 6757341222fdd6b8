using Larder.Bench.Scenarios;

namespace Larder.Bench;

/// <summary>The command line. `./dev bench` writes it; people only add --quick and --tools.</summary>
/// <param name="Larder">The executable that is measured.</param>
/// <param name="Output">The directory of the reports; the work is done below it.</param>
/// <param name="Rounds">How often things are measured.</param>
/// <param name="Tools">Which tools are measured beside the bare compiler.</param>
/// <param name="Only">Scenarios whose name holds this; empty for all.</param>
/// <param name="Projects">Whole projects, prepared.</param>
internal sealed record Options(
    string Larder, string Output, Rounds Rounds, IReadOnlyList<string> Tools, string Only, IReadOnlyList<Project> Projects)
{
    internal const string Usage =
        "usage: Bench --larder FILE --output DIRECTORY [--quick] [--tools NAME,…] [--only TEXT] [--project NAME DIRECTORY BUILD CLEAN]…";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BenchException">It is not understood.</exception>
    internal static Options Parse(string[] arguments)
    {
        var options = new Options("", "", Rounds.Full, ["larder", "larderd", "ccache", "sccache"], "", []);
        var position = 0;
        while (position < arguments.Length)
        {
            options = Next() switch
            {
                "--larder" => options with { Larder = Next() },
                "--output" => options with { Output = Next() },
                "--quick" => options with { Rounds = Rounds.Quick },
                "--tools" => options with { Tools = Next().Split(',') },
                "--only" => options with { Only = Next() },
                "--project" => options with { Projects = [.. options.Projects, new Project(Next(), Next(), Next(), Next())] },
                _ => throw new BenchException(Usage),
            };
        }

        return options.Output.Length > 0 ? options : throw new BenchException(Usage);

        string Next() => position < arguments.Length ? arguments[position++] : throw new BenchException(Usage);
    }
}
