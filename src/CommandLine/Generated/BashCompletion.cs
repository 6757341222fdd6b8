using System.CommandLine;
using System.Text;

namespace Larder.CommandLine.Generated;

/// <summary>Completion for bash: larder's own commands, and behind a compiler's name that compiler's own completion, where bash-completion is.</summary>
internal static class BashCompletion
{
    internal static string Of(Command root)
    {
        StringBuilder text = new();
        text.Append("# Made by \"larder-cli generate bash\".\n_larder() {\n");
        text.Append("  local word=${COMP_WORDS[COMP_CWORD]} words='' files=''\n");
        text.Append("  COMPREPLY=()\n  if ((COMP_CWORD == 1)); then\n");
        text.Append($"    words='{Join(root.Subcommands.Select(static command => command.Name).Concat(CompletionWords.OptionsOf(root)))}'\n");
        text.Append("    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"; [[ $word == -* ]] || compgen -c -- \"$word\")\n    return\n  fi\n");
        text.Append("  case ${COMP_WORDS[1]} in\n");
        foreach (Command command in root.Subcommands)
        {
            text.Append($"    {command.Name}) words='{Join(CompletionWords.OptionsOf(command).Concat(CompletionWords.ValuesOf(command, root)))}'");
            text.Append(CompletionWords.TakesPath(command) ? " files=yes ;;\n" : " ;;\n");
        }

        text.Append("    *)\n      if declare -F _command_offset >/dev/null; then _command_offset 1; else mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); fi\n      return\n      ;;\n");
        text.Append("  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"; [[ -z $files || $word == -* ]] || compgen -f -- \"$word\")\n");
        text.Append("}\ncomplete -F _larder larder\n");
        return text.ToString();
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);
}
