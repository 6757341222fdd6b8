namespace Larder.Bench.Units;

/// <summary>`./dev bench units`: builds of many units that do next to nothing, and of a few that are real.</summary>
internal static class UnitsRun
{
    internal static int Run(UnitsOptions options)
    {
        var load = Program.MachineLoad();
        if (load > Environment.ProcessorCount / 2.0)
            Console.WriteLine($"The machine is busy (load {load:0.0}): all times will be too long.");
        if (options.Parts.HasFlag(UnitsParts.Graph))
        {
            using var bed = new UnitsBed(options.Output);
            GraphRun.Run(options, bed);
        }

        if (options.Parts.HasFlag(UnitsParts.Project))
        {
            using var bed = new UnitsBed(options.Output);
            ProjectRun.Run(options, bed);
        }

        return 0;
    }
}
