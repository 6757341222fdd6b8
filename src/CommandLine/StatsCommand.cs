using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Reporting;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder stats": what happened since the counters were last set to zero.</summary>
internal static class StatsCommand
{
    internal static Command Build(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "Write JSON." };
        Option<bool> zero = new("--zero", "-z") { Description = "Set all counters to zero, and show nothing." };
        Command command = new("stats", "Show hits, misses, what was not cached and why, and the cache's size.") { json, zero };
        command.SetAction(parsed =>
            Run(context, isShown: !parsed.GetValue(zero), isZeroed: parsed.GetValue(zero), parsed.GetValue(json)));
        return command;
    }

    /// <summary>Shows the statistics, or sets them to zero, or first the one and then the other.</summary>
    internal static int Run(CommandContext context, bool isShown, bool isZeroed, bool asJson)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        new DaemonClient(settings, context.Environment).Settle();
        LocalStore store = CommandContext.OpenStore(settings);
        Statistics statistics = new(store);
        if (isShown)
            Show(new StatisticsReport(statistics.Read(), store, settings), asJson, context.Output);
        return isZeroed ? Zero(statistics, settings, context) : ExitStatus.Success;
    }

    private static void Show(StatisticsReport report, bool asJson, TextWriter output)
    {
        if (asJson)
            StatisticsJson.Write(report, output);
        else
            StatisticsTable.Write(report, output);
    }

    private static int Zero(Statistics statistics, CacheSettings settings, CommandContext context)
    {
        // Where there is no cache yet, nothing has been counted.
        if (Errno.SaysAbsent(FileSystem.Stat(settings.Directory, out _)) || statistics.Zero())
        {
            context.Output.WriteLine("Statistics are set to zero.");
            return ExitStatus.Success;
        }

        string reason = settings.ReadOnly ? "read_only is set" : "this user may not write there";
        context.Complain($"stats: can't set the statistics in {ByteText.Show(settings.Directory)} to zero: {reason}");
        return ExitStatus.Failure;
    }
}
