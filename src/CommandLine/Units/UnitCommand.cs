using System.CommandLine;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit …": incremental builds of a repository's Nix derivations (src/Units).</summary>
internal static class UnitCommand
{
    internal static Command Build(CommandContext context)
    {
        Command command = new("unit", "Build Nix derivations of cmake, meson and Rust projects incrementally, from the work tree.");
        command.Subcommands.Add(UnitBuildCommand.Build(context));
        command.Subcommands.Add(UnitStatusCommand.Build(context));
        command.Subcommands.Add(UnitGraphCommand.Build(context));
        command.Subcommands.Add(UnitWhyCommand.Build(context));
        command.Subcommands.Add(UnitLogCommand.Build(context));
        command.Subcommands.Add(UnitGcCommand.Build(context));
        command.Subcommands.Add(UnitCleanCommand.Build(context));
        return command;
    }
}
