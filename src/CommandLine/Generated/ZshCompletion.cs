using System.CommandLine;
using System.Text;

namespace Larder.CommandLine.Generated;

/// <summary>Completion for zsh: larder's own commands, and behind any other word that command's own completion.</summary>
internal static class ZshCompletion
{
    internal static string Of(Command root)
    {
        StringBuilder text = new("#compdef larder\n# Made by \"larder-cli generate zsh\".\n\nlocal -a commands choices\ncommands=(\n");
        foreach (Command command in root.Subcommands)
            text.Append($"  {Quote($"{command.Name}:{command.Description}")}\n");
        text.Append(")\nif ((CURRENT == 2)); then\n");
        text.Append($"  choices=({Join(CompletionWords.OptionsOf(root))})\n");
        text.Append("  _describe command commands\n  _describe option choices\n  _command_names -e\n  return\nfi\ncase $words[2] in\n");
        foreach (Command command in root.Subcommands)
        {
            text.Append($"  {command.Name})\n    choices=({Join(CompletionWords.OptionsOf(command).Concat(CompletionWords.ValuesOf(command, root)))})\n");
            text.Append("    _describe argument choices\n");
            text.Append(CompletionWords.TakesPath(command) ? "    _files\n    ;;\n" : "    ;;\n");
        }

        text.Append("  *)\n    shift words\n    ((CURRENT--))\n    _normal\n    ;;\nesac\n");
        return text.ToString();
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
