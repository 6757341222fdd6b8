using Larder.Bench.Measuring;
using Larder.Bench.Tools;

namespace Larder.Bench.Scenarios;

/// <summary>A call of the compiler that no cache has anything to do with: it costs what the launcher takes to see that.</summary>
internal sealed class PassThroughScenario(string name, string directory, string[] arguments, int rounds)
    : SideBySideScenario(name, "added to a call", Comparison.Added, rounds)
{
    private readonly Dictionary<Tool, Command> commands = [];

    /// <summary>Linking one object.</summary>
    internal static PassThroughScenario Link(Workspace workspace, int rounds)
    {
        var directory = workspace.NewDirectory("link");
        File.WriteAllText(Path.Join(directory, "main.c"), "int main(void) { return 0; }\n");
        using (var command = new Command(["/usr/bin/gcc", "-c", "main.c"], workspace.Environment, directory, workspace.OutputFile))
            command.Run();
        return new PassThroughScenario("link", directory, ["gcc", "main.o", "-o", "main"], rounds);
    }

    /// <summary>`gcc --version`, as configure scripts ask.</summary>
    internal static PassThroughScenario Version(Workspace workspace, int rounds) =>
        new("--version", workspace.Root, ["gcc", "--version"], rounds);

    protected override void SetUp(Tool tool)
    {
        tool.UseFreshCache();
        string[] call = [tool.IsBare ? "/usr/bin/" + arguments[0] : arguments[0], .. arguments[1..]];
        var command = tool.Prepare(call, directory);
        commands.Add(tool, command);
        command.Run();
    }

    protected override Sample Measure(Tool tool, int round) => commands[tool].Run();

    protected override void Finish(Tool tool, int rounds) => commands[tool].Dispose();
}
