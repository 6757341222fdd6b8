using System.CommandLine;
using System.CommandLine.Help;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Generated;

/// <summary>larder(1), larder.conf(5) and larderd(8).</summary>
internal static class ManualPages
{
    private const string Files =
        "$XDG_CONFIG_HOME/larder/config, ~/.config/larder/config, /etc/larder/config: settings, see larder.conf(5). $XDG_CACHE_HOME/larder, ~/.cache/larder: the cache.";

    internal static string Commands(Command root)
    {
        ManualText page = new("larder", 1, "compile cache for C and C++");
        page.Section("SYNOPSIS");
        page.Paragraph("larder COMPILER ARGUMENTS");
        Command[] commands = [.. root.Subcommands.SelectMany(static command => command.Subcommands.Count > 0 ? command.Subcommands : Enumerable.Repeat(command, 1))];
        foreach (Command command in commands)
            page.Paragraph($"larder {Usage(command, root)}");
        page.Section("DESCRIPTION");
        foreach (string paragraph in root.Description!.Split("\n\n"))
            page.Paragraph(string.Join(' ', paragraph.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        page.Section("COMMANDS");
        foreach (Command command in commands)
            page.Item("larder " + Usage(command, root), [command.Description!, .. command.Arguments.Select(Describe), .. OptionsOf(command).Select(Describe)]);
        page.Section("OPTIONS");
        foreach (Option option in OptionsOf(root))
            page.Item(Names(option), option.Description!);
        page.Section("UNDER OTHER NAMES");
        page.Paragraph(
            "A link to larder with a compiler's name is that compiler, through the cache; \"larder links\" keeps a directory of such links. Called as ccache or sccache it "
            + "takes their settings and commands; its documentation (docs/drop-in.md) says which.");
        page.Section("EXIT STATUS");
        page.Paragraph("A compile ends as the compiler does. Commands end with 0, with 1 where they could not be carried out, and with 2 where the command line or the configuration is wrong.");
        page.Section("FILES");
        page.Paragraph(Files);
        page.Section("SEE ALSO");
        page.Paragraph("larder.conf(5), larderd(8), gcc(1), clang(1)");
        return page.ToString();
    }

    internal static string Settings()
    {
        ManualText page = new("larder.conf", 5, "settings of larder");
        page.Section("DESCRIPTION");
        foreach (string paragraph in HelpCommand.AboutSettings)
            page.Paragraph(paragraph);
        page.Section("SETTINGS");
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            SettingRow row = SettingTable.Row(setting);
            page.Item(
                ByteText.Decode(row.Name),
                ByteText.Decode(row.Meaning),
                $"Default: {ByteText.Decode(row.DefaultShown)}.",
                $"Accepted: {ByteText.Decode(SettingKinds.Accepted(row.Kind))}.");
        }

        page.Section("FILES");
        page.Paragraph(Files);
        page.Section("SEE ALSO");
        page.Paragraph("larder(1), larderd(8)");
        return page.ToString();
    }

    /// <summary>Null where larderd, which says itself what it takes, isn't there.</summary>
    internal static string? Daemon(CommandContext context)
    {
        if (MemoryFile.Create(out FileDescriptor said) != Errno.None)
            return null;
        using (said)
        {
            SpawnRequest request = new()
            {
                Path = context.DaemonProgram,
                Arguments = ["larderd"u8.ToArray(), "--help"u8.ToArray()],
                Environment = context.Environment,
                NoInput = true,
                Output = said,
                Error = said,
            };
            if (ChildProcess.Start(request, out ChildProcess child) != Errno.None || !child.Wait().Succeeded)
                return null;
            said.Seek(0);
            ManualText page = new("larderd", 8, "daemon of the compile cache larder");
            page.Section("DESCRIPTION");
            page.Paragraph(
                "larderd stands in front of a cache directory, keeps what is hot in memory, lets no more compiles run at once than the machine has cores, and has identical "
                + "ones run once. larder starts it by itself and never needs it.");
            page.Verbatim(ByteText.Decode(said.ReadToEnd(out _)));
            page.Section("SEE ALSO");
            page.Paragraph("larder(1), larder.conf(5), systemctl(1)");
            return page.ToString();
        }
    }

    internal static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(static option => option is not HelpOption);

    private static string Usage(Command command, Command root)
    {
        string usage = command.Parents.FirstOrDefault() is Command above && above != root ? $"{above.Name} {command.Name}" : command.Name;
        foreach (Option option in OptionsOf(command))
            usage += option.ValueType == typeof(bool) ? $" [{option.Name}]" : $" [{option.Name} VALUE]";
        foreach (Argument argument in command.Arguments)
            usage += argument.Arity.MinimumNumberOfValues > 0 ? " " + argument.Name : $" [{argument.Name}]";
        return usage;
    }

    private static string Describe(Option option) => $"{Names(option)}: {option.Description}";

    private static string Describe(Argument argument) => $"{argument.Name}: {argument.Description}";

    private static string Names(Option option) => string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
}
