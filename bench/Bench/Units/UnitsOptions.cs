using System.Globalization;

namespace Larder.Bench.Units;

/// <summary>The command line of `./dev bench units`.</summary>
/// <param name="Larder">The executable that is measured.</param>
/// <param name="Output">Where the work is done; emptied before, removed afterwards.</param>
/// <param name="Units">How many units the generated graph has.</param>
/// <param name="Rounds">How often each short build is measured.</param>
/// <param name="Parts">What is measured.</param>
/// <param name="Project">The directory that declares the real project: units.nix and the program; see bench/UnitsProject.</param>
/// <param name="Stdenv">The directory that stands for nixpkgs.</param>
/// <param name="Zlib">zlib's source.</param>
/// <param name="Libpng">libpng's source.</param>
internal sealed record UnitsOptions(string Larder, string Output, int Units, int Rounds, UnitsParts Parts, string Project, string Stdenv, string Zlib, string Libpng)
{
    internal const string Usage = """
        usage: Bench units --larder FILE --output DIRECTORY [--units N] [--rounds N] [--only graph|project]
               [--project DIRECTORY --stdenv DIRECTORY --zlib DIRECTORY --libpng DIRECTORY]
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BenchException">It is not understood.</exception>
    internal static UnitsOptions Parse(string[] arguments)
    {
        var options = new UnitsOptions("", "", 1000, 20, UnitsParts.All, "", "", "", "");
        var position = 0;
        while (position < arguments.Length)
        {
            options = Next() switch
            {
                "--larder" => options with { Larder = Next() },
                "--output" => options with { Output = Next() },
                "--units" => options with { Units = Number(Next()) },
                "--rounds" => options with { Rounds = Number(Next()) },
                "--only" => options with { Parts = Part(Next()) },
                "--project" => options with { Project = Next() },
                "--stdenv" => options with { Stdenv = Next() },
                "--zlib" => options with { Zlib = Next() },
                "--libpng" => options with { Libpng = Next() },
                _ => throw new BenchException(Usage),
            };
        }

        var hasProject = !options.Parts.HasFlag(UnitsParts.Project)
            || (File.Exists(options.Project + "/units.nix") && Directory.Exists(options.Stdenv) && Directory.Exists(options.Zlib) && Directory.Exists(options.Libpng));
        return options.Output.Length > 0 && options.Units > 0 && options.Rounds > 0 && File.Exists(options.Larder) && hasProject ? options : throw new BenchException(Usage);

        string Next() => position < arguments.Length ? arguments[position++] : throw new BenchException(Usage);

        static UnitsParts Part(string name) => name switch
        {
            "graph" => UnitsParts.Graph,
            "project" => UnitsParts.Project,
            _ => throw new BenchException(Usage),
        };

        static int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BenchException(Usage);
    }
}
