using System.CommandLine;
using Larder.Posix;
using Larder.Units;
using Larder.Units.Graph;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit log": what a unit's last build printed.</summary>
internal static class UnitLogCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string> name = new("NAME") { Description = "The unit." };
        Command command = new("log", "Show what a unit's last build printed.") { name };
        command.SetAction(parsed => UnitRun.With(context, changes: false, (session, _) => Run(context, session, parsed.GetValue(name)!)));
        return command;
    }

    private static int Run(CommandContext context, UnitSession session, string name)
    {
        // An evaluation that fails is no reason to keep a log from its reader.
        string path = session.Directories.Log(name);
        if (name.Contains('/', StringComparison.Ordinal) || !File.Exists(path))
        {
            UnitNode node = session.Graph([name]).Roots[0];
            path = session.Directories.Log(node.Name);
            if (!File.Exists(path))
                throw new UnitFault($"{node.Name} has not been built yet, so there is no log");
        }

        byte[] log = FileSystem.ReadAll(ByteText.Encode(path), out int error) ?? throw new UnitFault($"{path}: {Errno.Describe(error)}");
        context.Output.Write(ByteText.Decode(log));
        return ExitStatus.Success;
    }
}
