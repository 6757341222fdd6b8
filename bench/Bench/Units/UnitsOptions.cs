using System.Globalization;

namespace Larder.Bench.Units;

/// <summary>The command line of `./dev bench units`.</summary>
/// <param name="Larder">The executable that is measured.</param>
/// <param name="Output">Where the work is done; emptied before, removed afterwards.</param>
/// <param name="Units">How many units the generated graph has.</param>
/// <param name="Rounds">How often each build is measured.</param>
internal sealed record UnitsOptions(string Larder, string Output, int Units, int Rounds)
{
    internal const string Usage = "usage: Bench units --larder FILE --output DIRECTORY [--units N] [--rounds N]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BenchException">It is not understood.</exception>
    internal static UnitsOptions Parse(string[] arguments)
    {
        var options = new UnitsOptions("", "", 1000, 20);
        var position = 0;
        while (position < arguments.Length)
        {
            options = Next() switch
            {
                "--larder" => options with { Larder = Next() },
                "--output" => options with { Output = Next() },
                "--units" => options with { Units = Number(Next()) },
                "--rounds" => options with { Rounds = Number(Next()) },
                _ => throw new BenchException(Usage),
            };
        }

        return options.Output.Length > 0 && options.Units > 0 && options.Rounds > 0 && File.Exists(options.Larder) ? options : throw new BenchException(Usage);

        string Next() => position < arguments.Length ? arguments[position++] : throw new BenchException(Usage);

        static int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BenchException(Usage);
    }
}
