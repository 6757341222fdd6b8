using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder clear": removes all entries. The statistics and remembered digests of files stay.</summary>
internal static class ClearCommand
{
    internal static Command Build(CommandContext context)
    {
        Command command = new("clear", "Remove everything that the cache holds. The statistics stay.");
        command.SetAction(_ => Run(context));
        return command;
    }

    private static int Run(CommandContext context)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        if (settings.ReadOnly)
        {
            string origin = ByteText.Show(settings.OriginOf(Setting.ReadOnly).Describe(Setting.ReadOnly));
            context.Complain($"clear: read_only is set ({origin}), so nothing is removed");
            return ExitStatus.Failure;
        }

        LocalStore store = CommandContext.OpenStore(settings);
        ClearOutcome cleared = store.Clear();
        StatisticsDelta delta = new();
        delta.Add(Counter.Cleared);
        delta.Add(store.TakeDelta());
        if (cleared.Files > 0)
            new Statistics(store).Record(delta);
        context.Output.WriteLine($"Removed {Quantity.Of(cleared.Files, "file", "files")}, {Quantity.Bytes(cleared.Bytes)}, from {ByteText.Show(settings.Directory)}");
        if (cleared.Remaining == 0)
            return ExitStatus.Success;
        context.Complain($"clear: {Quantity.Of(cleared.Remaining, "file", "files")} in {ByteText.Show(settings.Directory)} may not be removed by this user");
        return ExitStatus.Failure;
    }
}
