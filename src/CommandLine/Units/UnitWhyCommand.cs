using System.CommandLine;
using Larder.CommandLine.Text;
using Larder.Units;
using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit why": what has changed since a unit's last artifact.</summary>
internal static class UnitWhyCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string> name = new("NAME") { Description = "The unit." };
        Command command = new("why", "Say what has changed since a unit was last built.") { name };
        command.SetAction(parsed => UnitRun.With(context, changes: false, (session, _) => Run(context, session, parsed.GetValue(name)!)));
        return command;
    }

    private static int Run(CommandContext context, UnitSession session, string name)
    {
        UnitGraph graph = session.Graph([name]);
        NodeForecast[] forecasts = new Forecaster(session.Directories, session.Trees, session.Artifacts).Of(graph);
        HashSet<UnitNode> asked = [.. graph.Roots];
        foreach (NodeForecast forecast in forecasts)
        {
            if (!asked.Contains(forecast.Node))
                continue;
            string built = forecast.Last is { } last ? $"; it was built at {Quantity.Time(last.Time)}, in {last.Milliseconds / 1000.0:0.00} s" : "";
            switch (forecast.State)
            {
                case ForecastState.Current:
                    context.Output.WriteLine($"{forecast.Node.Name} is up to date{built}");
                    break;
                case ForecastState.Restorable:
                    context.Output.WriteLine($"{forecast.Node.Name} was built like this before; what its view holds is another build's");
                    break;
                case ForecastState.ToBuild:
                    context.Output.WriteLine($"{forecast.Node.Name} is to be built{built}:");
                    foreach (string reason in forecast.Reasons)
                        context.Output.WriteLine("  " + reason);
                    break;
                default:
                    context.Output.WriteLine($"{forecast.Node.Name} is unchanged itself; it is to be built if what is built before it comes out otherwise{built}:");
                    break;
            }
        }

        foreach (NodeForecast forecast in forecasts)
        {
            if (asked.Contains(forecast.Node) || forecast.State != ForecastState.ToBuild)
                continue;
            context.Output.WriteLine($"  {forecast.Node.Name}: {string.Join("; ", forecast.Reasons)}");
        }

        return ExitStatus.Success;
    }
}
