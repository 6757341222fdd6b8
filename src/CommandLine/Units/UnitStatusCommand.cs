using System.CommandLine;
using Larder.CommandLine.Text;
using Larder.Units;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit status": each unit, and whether it is up to date.</summary>
internal static class UnitStatusCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> wanted = new("NAME") { Description = "Units, with all that they need. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = new("--json") { Description = "Write JSON." };
        Command command = new("status", "Show each unit and whether it is up to date.") { wanted, json };
        command.SetAction(parsed => UnitRun.With(context, changes: false, (session, _) => Run(context, session, parsed.GetValue(wanted) ?? [], parsed.GetValue(json))));
        return command;
    }

    private static int Run(CommandContext context, UnitSession session, string[] wanted, bool asJson)
    {
        NodeForecast[] forecasts = new Forecaster(session.Directories, session.Trees, session.Artifacts).Of(session.Graph(wanted));
        if (asJson)
        {
            WriteJson(context, session, forecasts);
            return ExitStatus.Success;
        }

        AlignedTable table = new(false, false, false, true, false);
        table.Add("Unit", "Kind", "State", "Took", "Built");
        foreach (NodeForecast forecast in forecasts)
        {
            table.Add(
                forecast.Node.Name,
                forecast.Node.Kind.ToString().ToLowerInvariant(),
                Describe(forecast),
                forecast.Last is { } last ? $"{last.Milliseconds / 1000.0:0.00} s" : "-",
                forecast.Last is { } built ? Quantity.Time(built.Time) : "never");
        }

        table.WriteTo(context.Output);
        return ExitStatus.Success;
    }

    private static string Describe(NodeForecast forecast) => forecast.State switch
    {
        ForecastState.Current => "up to date",
        ForecastState.Restorable => "known, to be restored",
        ForecastState.ToBuild => forecast.Reasons.Length > 1 ? $"{forecast.Reasons[0]} (and {forecast.Reasons.Length - 1} more)" : forecast.Reasons[0],
        _ => "waits for " + string.Join(", ", forecast.Reasons),
    };

    private static void WriteJson(CommandContext context, UnitSession session, NodeForecast[] forecasts) =>
        JsonText.Write(context.Output, json =>
        {
            json.WriteString("repository", session.Repository.Root);
            json.WriteStartArray("units");
            foreach (NodeForecast forecast in forecasts)
            {
                json.WriteStartObject();
                json.WriteString("name", forecast.Node.Name);
                json.WriteString("kind", forecast.Node.Kind.ToString().ToLowerInvariant());
                json.WriteString("derivation", forecast.Node.DerivationPath);
                json.WriteString("state", forecast.State switch
                {
                    ForecastState.Current => "current",
                    ForecastState.Restorable => "restorable",
                    ForecastState.ToBuild => "to_build",
                    _ => "undecided",
                });
                json.WriteStartArray("reasons");
                foreach (string reason in forecast.Reasons)
                    json.WriteStringValue(reason);
                json.WriteEndArray();
                if (forecast.Last is { } last)
                {
                    json.WriteNumber("built_time", last.Time);
                    json.WriteNumber("milliseconds", last.Milliseconds);
                }

                json.WriteStartObject("outputs");
                foreach (string output in forecast.Node.Outputs.Keys)
                    json.WriteString(output, session.Directories.View(forecast.Node.Name, output));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
}
