using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder recompress": writes the results anew with another level, each verified before.</summary>
internal static class RecompressCommand
{
    private const int HighestLevel = 19;

    internal static Command Build(CommandContext context)
    {
        Option<int?> level = new("--level") { Description = "A level of zstd, 1 to 19, or 0 for uncompressed. Default: the setting compression.", HelpName = "LEVEL" };
        Command command = new("recompress", "Write all results anew with another level of compression.") { level };
        command.SetAction(parsed => Run(context, parsed.GetValue(level)));
        return command;
    }

    private static int Run(CommandContext context, int? wanted)
    {
        if (wanted is < 0 or > HighestLevel)
        {
            context.Complain($"recompress: --level is a number from 0 to {HighestLevel.ToString()}");
            return ExitStatus.Usage;
        }

        if (!context.TryLoadSettings("recompress", "written", out CacheSettings settings, out int status))
            return status;
        LocalStore store = CommandContext.OpenStore(settings);
        int level = wanted ?? settings.Compression;
        RecompressionOutcome outcome = ProgressBar.Run(context, "Recompressing", progress => new Recompressor(store, new Statistics(store)).Run(level, progress));
        context.Output.WriteLine(
            $"{Quantity.Of(outcome.Files, "result", "results")} at level {level.ToString()}: {Quantity.Bytes(outcome.OldBytes)} before, {Quantity.Bytes(outcome.NewBytes)} now, "
            + $"{Quantity.Bytes(outcome.RawBytes)} uncompressed");
        if (outcome.Remaining == 0)
            return ExitStatus.Success;
        context.Complain($"recompress: {Quantity.Of(outcome.Remaining, "result", "results")} could not be read or written, and stayed as before");
        return ExitStatus.Failure;
    }
}
