using System.CommandLine;
using System.CommandLine.Completions;

namespace Larder.CommandLine.Generated;

/// <summary>What can stand behind a command.</summary>
internal static class CompletionWords
{
    /// <summary>Its options, with all their names, and those of the commands below it.</summary>
    internal static IEnumerable<string> OptionsOf(Command command) =>
        command.Subcommands.Prepend(command).SelectMany(ManualPages.OptionsOf).SelectMany(static option => option.Aliases.Append(option.Name)).Append("--help").Distinct(StringComparer.Ordinal);

    /// <summary>The words that its argument can be; none where that is anything.</summary>
    internal static IEnumerable<string> ValuesOf(Command command, Command root) => command.Name == "help"
        ? root.Subcommands.Select(static other => other.Name)
        : command.Subcommands.Select(static below => below.Name).Concat(command.Arguments.SelectMany(static argument => argument.GetCompletions(CompletionContext.Empty)).Select(static item => item.Label));

    /// <summary>Its argument is a file or directory.</summary>
    internal static bool TakesPath(Command command) => command.Name is "inspect" or "links";
}
