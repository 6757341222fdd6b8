using System.CommandLine;
using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit graph": what depends on what, as text, as a picture or for Graphviz.</summary>
internal static class UnitGraphCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> wanted = new("NAME") { Description = "Units, with all that they need. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> dot = new("--dot") { Description = "Write the graph in Graphviz's language: larder unit graph --dot | dot -Tsvg > graph.svg." };
        Option<bool> svg = new("--svg") { Description = "Write a picture, with each unit's state: larder unit graph --svg > graph.svg." };
        Command command = new("graph", "Show which units depend on which.") { wanted, svg, dot };
        command.Validators.Add(result =>
        {
            if (result.GetValue(svg) && result.GetValue(dot))
                result.AddError("--svg and --dot are two forms of one output; one of them can be written.");
        });
        command.SetAction(parsed => UnitRun.With(context, changes: false, (session, _) =>
        {
            UnitGraph graph = session.Graph(parsed.GetValue(wanted) ?? []);
            if (parsed.GetValue(svg))
                GraphPicture.Write(context.Output, session.Repository.Root, new Forecaster(session.Directories, session.Trees, session.Artifacts).Of(graph));
            else if (parsed.GetValue(dot))
                WriteDot(context.Output, graph);
            else
                WriteText(context.Output, graph);
            return ExitStatus.Success;
        }));
        return command;
    }

    private static void WriteText(TextWriter output, UnitGraph graph)
    {
        foreach (UnitNode node in graph.Nodes)
        {
            string kind = node.Kind.ToString().ToLowerInvariant();
            output.WriteLine(node.Dependencies.Length == 0 ? $"{node.Name} ({kind})" : $"{node.Name} ({kind}): {string.Join(' ', node.Dependencies.Select(dependency => dependency.Name))}");
        }
    }

    private static void WriteDot(TextWriter output, UnitGraph graph)
    {
        output.WriteLine("digraph units {");
        output.WriteLine("  rankdir = LR; node [shape = box, fontname = \"sans-serif\"];");
        foreach (UnitNode node in graph.Nodes)
        {
            output.WriteLine($"  {Quoted(node.Name)} [tooltip = {Quoted(node.Kind.ToString().ToLowerInvariant())}{(node.Kind == NodeKind.Between ? ", style = dashed" : "")}];");
            foreach (UnitNode dependency in node.Dependencies)
                output.WriteLine($"  {Quoted(dependency.Name)} -> {Quoted(node.Name)};");
        }

        output.WriteLine("}");
    }

    private static string Quoted(string name) => "\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
