using System.CommandLine;
using Larder.CommandLine.Text;
using Larder.Units.Files;
using Larder.Units;
using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Replay;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit clean": the next build of some units starts from nothing.</summary>
internal static class UnitCleanCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> wanted = new("NAME") { Description = "Units; what they need stays. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("clean", "Forget what units were built to, so that the next build starts from nothing.") { wanted };
        command.SetAction(parsed => UnitRun.With(context, changes: true, (session, _) => Run(context, session, parsed.GetValue(wanted) ?? [])));
        return command;
    }

    private static int Run(CommandContext context, UnitSession session, string[] wanted)
    {
        UnitGraph graph = session.Graph(wanted);
        UnitNode[] nodes = wanted.Length == 0 ? graph.Nodes : graph.Roots;
        foreach (UnitNode node in nodes)
        {
            session.Artifacts.Forget(node.Name);
            foreach (string directory in BuildParking.All(session.Directories, node.Name))
                TreeRemoval.Remove(directory);
        }

        context.Output.WriteLine($"Cleaned {Quantity.Of(nodes.Length, "unit", "units")}; what they show stays until they are built again");
        return ExitStatus.Success;
    }
}
