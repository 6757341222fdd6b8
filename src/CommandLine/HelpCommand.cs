using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>"larder help [COMMAND]". For config, that is the list of all settings.</summary>
internal static class HelpCommand
{
    internal static Command Build(CommandContext context, Func<string[], int> run)
    {
        Argument<string?> topic = new("COMMAND")
        {
            Description = "stats, config, clear, trim, inspect, daemon or links. \"larder help config\" describes every setting.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        topic.Validators.Add(result =>
        {
            string word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "help";
            if (word is not ("stats" or "config" or "clear" or "trim" or "inspect" or "daemon" or "links" or "help"))
                result.AddError($"there is no command \"{word}\"; the commands are stats, config, clear, trim, inspect, daemon, links and help");
        });
        Command command = new("help", "Show what larder's commands do.") { topic };
        command.SetAction(parsed => parsed.GetValue(topic) switch
        {
            null => run(["--help"]),
            "config" => DescribeSettings(context, run(["config", "--help"])),
            { } word => run([word, "--help"]),
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
