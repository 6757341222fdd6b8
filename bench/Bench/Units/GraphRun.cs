using System.Globalization;
using Larder.Bench.Measuring;

namespace Larder.Bench.Units;

/// <summary>A generated graph: what larder itself costs in builds of many units.</summary>
internal static class GraphRun
{
    internal static void Run(UnitsOptions options, UnitsBed bed)
    {
        var repository = bed.Root + "/repository";
        GraphGenerator.Write(repository, options.Units);
        using var build = new Command([options.Larder, "unit", "build"], bed.Environment, repository, bed.Root + "/output");
        Say(options, "cold, with the evaluation", [build.Run().Value]);
        Say(options, "nothing to do", UnitsReport.Repeat(options.Rounds, _ => build.Run().Value));

        // A unit of the first layer: a third of the graph lies behind it.
        var leaf = Path.Join(repository, GraphGenerator.Source(0), "part0.txt");
        Say(options, "a comment of one unit edited", UnitsReport.Repeat(options.Rounds, edit =>
        {
            File.WriteAllText(leaf, string.Create(CultureInfo.InvariantCulture, $"# comment {edit}\nunit 0 part 0\n"));
            return build.Run().Value;
        }));
        Say(options, "one unit edited", UnitsReport.Repeat(3, edit =>
        {
            File.WriteAllText(leaf, string.Create(CultureInfo.InvariantCulture, $"# a comment\nunit 0 part 0 edit {edit}\n"));
            return build.Run().Value;
        }));
        File.WriteAllText(leaf, "# a comment\nunit 0 part 0\n");
        Say(options, "put back", [build.Run().Value]);
        Console.WriteLine(File.ReadAllText(build.ErrorFile).TrimEnd().Split('\n')[^1]);
    }

    private static void Say(UnitsOptions options, string what, double[] microseconds) => UnitsReport.Say(string.Create(CultureInfo.InvariantCulture, $"{options.Units} units, {what}"), microseconds);
}
