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
        Option<bool> check = new("--check")
        {
            Description = "Show nothing but a line for each trouble that was counted: hits that would have been wrong (see verify_hits), and faults of larder's own. Ends with 1 where there is any.",
        };
        Option<bool> prometheus = new("--prometheus") { Description = "Write metrics in Prometheus' text format." };
        Option<string[]> by = new("--by") { Description = "Also by: compiler, namespace, session, day, hour, recent.", HelpName = "GROUP", AllowMultipleArgumentsPerToken = true };
        by.AcceptOnlyFromAmong(StatisticsForm.Words);
        Command command = new("stats", "Show hits, misses, what was not cached and why, time saved, and the cache's size.") { json, zero, prometheus, by, check };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(check) && (parsed.GetValue(json) || parsed.GetValue(zero) || parsed.GetValue(prometheus) || parsed.GetValue(by) is { Length: > 0 }))
                parsed.AddError("--check goes with no other option");
        });
        command.SetAction(parsed => parsed.GetValue(check)
            ? Check(context)
            : Run(
                context, isShown: !parsed.GetValue(zero), isZeroed: parsed.GetValue(zero), new StatisticsForm(parsed.GetValue(json), parsed.GetValue(prometheus), parsed.GetValue(by) ?? [])));
        return command;
    }

    /// <summary>Shows the statistics, or sets them to zero, or first the one and then the other.</summary>
    internal static int Run(CommandContext context, bool isShown, bool isZeroed, StatisticsForm form)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        new DaemonClient(settings, context.Environment).Settle();
        LocalStore store = CommandContext.OpenStore(settings);
        Statistics statistics = new(store);
        if (isShown)
            form.Write(new StatisticsReport(statistics.Read(), store, settings), store.Options, context.Output);
        return isZeroed ? Zero(statistics, settings, context) : ExitStatus.Success;
    }

    /// <summary>
    /// For scripts: a line for each trouble since the counters were set to zero by which a build could be spoilt, or that is a fault of larder's own. What
    /// else goes wrong (a damaged entry, a full disk) costs a compile and no more.
    /// </summary>
    private static int Check(CommandContext context)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        new DaemonClient(settings, context.Environment).Settle();
        LocalStore store = CommandContext.OpenStore(settings);
        StatisticsSnapshot counted = new Statistics(store).Read();
        ulong wrong = counted[Counter.WrongHit];
        ulong faults = counted[Counter.InternalError];
        if (wrong > 0)
            context.Output.WriteLine($"{CounterNames.Of(Counter.WrongHit)}: {Quantity.Of((long)wrong, "hit", "hits")} would have given something else than the compiler; reports are in {ByteText.Show(new Quarantine(store).Directory)}");
        if (faults > 0)
            context.Output.WriteLine($"{CounterNames.Of(Counter.InternalError)}: {Quantity.Of((long)faults, "fault", "faults")} of larder's own; the compiler's results were used{(settings.Log.Length > 0 ? ", and the log says more: " + ByteText.Show(settings.Log) : "")}");
        return wrong + faults == 0 ? ExitStatus.Success : ExitStatus.Failure;
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
