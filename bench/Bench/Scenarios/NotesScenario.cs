using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>What the notes cost that misses leave for explanations: larder as it is, beside itself with <c>journal_size = 0</c>, in process, where the compile waits for them.</summary>
internal sealed class NotesScenario(CompileScenario measured, string executable, Workspace workspace) : Scenario(measured.Name, measured.Unit)
{
    internal override ScenarioResult? Run(IReadOnlyList<Tool> tools)
    {
        Tool[] own =
        [
            new LarderTool(executable, workspace, "larder, notes"),
            Without(new LarderTool(executable, workspace, "larder, none")),
        ];
        try
        {
            return measured.Run([tools[0], .. own]);
        }
        finally
        {
            foreach (var tool in own)
                tool.Dispose();
        }
    }

    private static Tool Without(Tool tool)
    {
        tool.Environment["LARDER_JOURNAL_SIZE"] = "0";
        return tool;
    }
}
