using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Reporting;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder du": what takes the room in the cache.</summary>
internal static class DuCommand
{
    internal static Command Build(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "As JSON." };
        Option<string[]> by = new("--by") { Description = "Only these groups: kind, age, size, compiler, namespace.", HelpName = "GROUP", AllowMultipleArgumentsPerToken = true };
        by.AcceptOnlyFromAmong(CensusReport.Groups);
        Command command = new("du", "Show what takes the room in the cache: by kind, age, size, compiler and namespace.") { json, by };
        command.SetAction(parsed => Run(context, parsed.GetValue(json), parsed.GetValue(by) is { Length: > 0 } groups ? groups : CensusReport.Groups));
        return command;
    }

    private static int Run(CommandContext context, bool asJson, string[] groups)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        LocalStore store = CommandContext.OpenStore(settings);
        StoreCensus census = Text.ProgressBar.Run(context, "Counting", progress => StoreCensus.Take(store, progress));
        if (asJson)
            CensusReport.WriteJson(census, settings, groups, context.Output);
        else
            CensusReport.WriteTable(census, settings, groups, context.Output);
        return ExitStatus.Success;
    }
}
