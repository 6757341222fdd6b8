using System.Globalization;

namespace Larder.Bench.Scale;

/// <summary>The command line of `./dev bench scale`.</summary>
/// <param name="Larder">The executable that is measured.</param>
/// <param name="Output">Where the work is done and the caches stand; emptied before, removed afterwards.</param>
/// <param name="Documents">Where the table and the curves go.</param>
/// <param name="Entries">The sizes of caches.</param>
/// <param name="Rounds">How often each hit is measured, in each cache.</param>
/// <param name="Evicted">How many entries are evicted side by side with ccache.</param>
/// <param name="Parts">What is measured: "curves", "peers" or both.</param>
internal sealed record ScaleOptions(string Larder, string Output, string Documents, int[] Entries, int Rounds, int Evicted, string Parts)
{
    internal const string Usage =
        "usage: Bench scale --larder FILE --output DIRECTORY --documents DIRECTORY [--entries N,…] [--rounds N] [--evicted N] [--quick] [--parts curves|peers|all]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BenchException">It is not understood.</exception>
    internal static ScaleOptions Parse(string[] arguments)
    {
        var options = new ScaleOptions("", "", "", [0, 10_000, 100_000, 1_000_000], 200, 100_000, "all");
        var position = 0;
        while (position < arguments.Length)
        {
            options = Next() switch
            {
                "--larder" => options with { Larder = Next() },
                "--output" => options with { Output = Next() },
                "--documents" => options with { Documents = Next() },
                "--entries" => options with { Entries = [.. Next().Split(',').Select(Number)] },
                "--rounds" => options with { Rounds = Number(Next()) },
                "--evicted" => options with { Evicted = Number(Next()) },
                "--parts" => options with { Parts = Next() is ("curves" or "peers" or "all") and var parts ? parts : throw new BenchException(Usage) },
                "--quick" => options with { Entries = [0, 10_000, 100_000], Rounds = 40, Evicted = 10_000 },
                _ => throw new BenchException(Usage),
            };
        }

        return options.Output.Length > 0 && options.Documents.Length > 0 && File.Exists(options.Larder) ? options : throw new BenchException(Usage);

        string Next() => position < arguments.Length ? arguments[position++] : throw new BenchException(Usage);

        static int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BenchException(Usage);
    }
}
