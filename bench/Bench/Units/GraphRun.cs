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
        ThroughDaemon(options, bed, repository, leaf);
    }

    private static void ThroughDaemon(UnitsOptions options, UnitsBed bed, string repository, string leaf)
    {
        var environment = bed.DaemonsEnvironment();
        using var build = new Command([options.Larder, "unit", "build"], environment, repository, bed.Root + "/output");
        using var start = new Command([options.Larder, "daemon", "start"], environment, repository, bed.Root + "/output");
        using var stop = new Command([options.Larder, "daemon", "stop"], environment, repository, bed.Root + "/output");
        start.Run();
        try
        {
            build.Run();
            Say(options, "nothing to do, with a daemon", UnitsReport.Repeat(options.Rounds, _ => build.Run().Value));
            var after = new List<double>();
            Say(options, "a comment of one unit edited, with a daemon", UnitsReport.Repeat(options.Rounds, edit =>
            {
                File.WriteAllText(leaf, string.Create(CultureInfo.InvariantCulture, $"# daemon's comment {edit}\nunit 0 part 0\n"));
                var built = build.Run().Value;
                after.Add(build.Run().Value);
                return built;
            }));
            Say(options, "nothing to do, at once after a build", [.. after]);
        }
        finally
        {
            stop.Run();
        }
    }

    private static void Say(UnitsOptions options, string what, double[] microseconds) => UnitsReport.Say(string.Create(CultureInfo.InvariantCulture, $"{options.Units} units, {what}"), microseconds);
}
