using System.CommandLine;
using System.Text;

namespace Larder.CommandLine.Generated;

/// <summary>Completion for fish: larder's own commands, and behind any other word that command's own completion.</summary>
internal static class FishCompletion
{
    private const string AtCommand = "test (count (commandline -opc)) -eq 1";

    internal static string Of(Command root)
    {
        StringBuilder text = new("# Made by \"larder-cli generate fish\".\n");
        text.Append("complete -c larder -f\n");
        foreach (Command command in root.Subcommands)
            text.Append($"complete -c larder -n '{AtCommand}' -a {command.Name} -d {Quote(command.Description!)}\n");
        text.Append($"complete -c larder -n '{AtCommand}' -a '(__fish_complete_command)'\n");
        foreach (Option option in ManualPages.OptionsOf(root))
            text.Append($"complete -c larder -n '{AtCommand}'{Names(option)} -d {Quote(option.Description!)}\n");
        foreach (Command command in root.Subcommands)
        {
            string within = $"__fish_seen_subcommand_from {command.Name}; and not {AtCommand}";
            foreach (Option option in ManualPages.OptionsOf(command))
                text.Append($"complete -c larder -n '{within}'{Names(option)} -d {Quote(option.Description!)}\n");
            string values = string.Join(' ', CompletionWords.ValuesOf(command, root));
            if (values.Length > 0)
                text.Append($"complete -c larder -n '{within}' -a {Quote(values)}\n");
            if (CompletionWords.TakesPath(command))
                text.Append($"complete -c larder -n '{within}' -F\n");
        }

        string names = string.Join(' ', root.Subcommands.Select(static command => command.Name));
        text.Append($"complete -c larder -n 'not {AtCommand}; and not __fish_seen_subcommand_from {names}' -a '(__fish_complete_subcommand)'\n");
        return text.ToString();
    }

    private static string Names(Option option)
    {
        string names = string.Empty;
        foreach (string name in option.Aliases.Append(option.Name))
            names += name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}";
        return option.ValueType == typeof(bool) ? names : names + " -r";
    }

    private static string Quote(string word) => "'" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
