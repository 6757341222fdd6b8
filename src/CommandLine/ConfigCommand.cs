using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>"larder config": each setting, its value, and where that comes from.</summary>
internal static class ConfigCommand
{
    internal static Command Build(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "Write JSON." };
        Command command = new("config", "Show each setting, its value, and where that comes from.") { json };
        command.SetAction(parsed => Run(context, parsed.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, bool asJson)
    {
        // With something wrong, the values that count are what one wants to see.
        bool isRight = context.TryLoadSettings(out CacheSettings settings);
        if (asJson)
            WriteJson(settings, context.Output);
        else
            WriteTable(settings, context.Output);
        return isRight ? ExitStatus.Success : ExitStatus.Usage;
    }

    private static void WriteTable(CacheSettings settings, TextWriter output)
    {
        AlignedTable table = new(false, false, false);
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            table.Add(
                Name(setting),
                "= " + ByteText.Show(settings.TextOf(setting)),
                "# " + ByteText.Show(settings.OriginOf(setting).Describe(setting)));
        }

        table.WriteTo(output);
    }

    private static void WriteJson(CacheSettings settings, TextWriter output) =>
        JsonText.Write(output, json =>
        {
            json.WriteStartObject("settings");
            for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
            {
                json.WriteStartObject(Name(setting));
                json.WriteString("value", JsonText.Of(settings.TextOf(setting)));
                json.WriteString("origin", JsonText.Of(settings.OriginOf(setting).Describe(setting)));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    private static string Name(Setting setting) => ByteText.Decode(SettingTable.Row(setting).Name);
}
