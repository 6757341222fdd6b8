using System.CommandLine;

namespace Larder.CommandLine.Generated;

/// <summary>
/// "larder-cli generate FILE": the files of an installation that say what the help says, written from the same tree of commands and table of settings. Not a
/// command of larder's, whose shim doesn't know it: for ./dev install and packages.
/// </summary>
internal static class GeneratedFile
{
    internal const string Command = "generate";

    internal static int Run(IReadOnlyList<string> words, Command root, CommandContext context)
    {
        string? text = words is [var name] ? Of(name, root, context) : null;
        if (text is null)
        {
            context.Complain("generate: larder.1, larder.conf.5, larderd.8, bash, zsh, fish or drop-in.md");
            return ExitStatus.Usage;
        }

        context.Output.Write(text);
        return ExitStatus.Success;
    }

    private static string? Of(string name, Command root, CommandContext context) => name switch
    {
        "larder.1" => ManualPages.Commands(root),
        "larder.conf.5" => ManualPages.Settings(),
        "larderd.8" => ManualPages.Daemon(context),
        "bash" => BashCompletion.Of(root),
        "zsh" => ZshCompletion.Of(root),
        "fish" => FishCompletion.Of(root),
        "drop-in.md" => DropInTables.Markdown(),
        _ => null,
    };
}
