using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>"larder help [COMMAND]". For config, that is the list of all settings.</summary>
internal static class HelpCommand
{
    /// <param name="context">The command's.</param>
    /// <param name="root">The tree of commands that there is help on.</param>
    /// <param name="run">Runs a command line.</param>
    internal static Command Build(CommandContext context, Command root, Func<string[], int> run)
    {
        Argument<string[]> topic = new("COMMAND")
        {
            Description = "A command, and a command below it. \"larder help config\" describes every setting.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        topic.Validators.Add(result =>
        {
            Command at = root;
            foreach (string word in result.Tokens.Select(token => token.Value))
            {
                string[] names = [.. at.Subcommands.Select(command => command.Name)];
                if (at.Subcommands.FirstOrDefault(command => command.Name == word) is { } found)
                    at = found;
                else if (names.Length == 0)
                    result.AddError($"there is no command \"{word}\" below {at.Name}");
                else
                    result.AddError($"there is no command \"{word}\"; the commands are {string.Join(", ", names[..^1])} and {names[^1]}");
            }
        });
        Command command = new("help", "Show what larder's commands do.") { topic };
        command.SetAction(parsed => parsed.GetValue(topic) switch
        {
            ["config"] => DescribeSettings(context, run(["config", "--help"])),
            { } words => run([.. words, "--help"]),
            null => run(["--help"]),
        });
        return command;
    }

    /// <summary>What the settings are made of, as sentences: the help has them in lines, the manual page as paragraphs.</summary>
    internal static readonly string[] AboutSettings =
    [
        "The environment (LARDER_ and the name in capitals) goes over $XDG_CONFIG_HOME/larder/config (or ~/.config/larder/config; or, in its place, the file "
        + "that LARDER_CONFIG names), that over /etc/larder/config, and that over the defaults. A file has lines \"name = value\"; # begins a comment.",
        "A launcher's sidecar (.larder/NAME beside it; \"compiler = PATH\" is its one further line that must be there, \"config = PATH\" one that may) goes over "
        + "the files. LARDER_LAUNCHER=FILE shows what such a launcher sees.",
        "An empty value puts a setting back to its default.",
    ];

    private static int DescribeSettings(CommandContext context, int status)
    {
        TextWriter output = context.Output;
        output.WriteLine("Settings:");
        foreach (string line in AboutSettings.SelectMany(static about => WrappedText.Lines(about, 100)))
            output.WriteLine("  " + line);
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            SettingRow row = SettingTable.Row(setting);
            output.WriteLine();
            output.WriteLine($"  {ByteText.Decode(row.Name)} ({ByteText.Decode(SettingKinds.Name(row.Kind))}; default: {ByteText.Decode(row.DefaultShown)})");
            foreach (string line in WrappedText.Lines(ByteText.Decode(row.Meaning), 96))
                output.WriteLine("      " + line);
            foreach (string line in WrappedText.Lines("Accepted: " + ByteText.Decode(SettingKinds.Accepted(row.Kind)) + ".", 96))
                output.WriteLine("      " + line);
        }

        return status;
    }
}
