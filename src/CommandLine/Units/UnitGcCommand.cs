using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Units;
using Larder.Units.Garbage;
using Larder.Units.Graph;
using Larder.Units.Layout;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit gc": removes what units have left behind, by age and size; never what an out-link holds.</summary>
internal static class UnitGcCommand
{
    private const string DefaultAge = "30d";

    internal static Command Build(CommandContext context)
    {
        Option<string> age = new("--older-than") { Description = "What was not used for so long: 12h, 30d.", HelpName = "AGE", DefaultValueFactory = _ => DefaultAge };
        Option<string?> size = new("--to-size") { Description = "Then what was used longest ago, until a repository's units take no more than this: 500M, 10GiB.", HelpName = "SIZE" };
        Option<bool> all = new("--all") { Description = "Of all repositories, also of those that are gone; not only of this one." };
        Option<bool> dry = new("--dry-run") { Description = "Say what would go, and remove nothing." };
        Command command = new("gc", "Remove artifacts, build directories and logs of units that were not used for long.") { age, size, all, dry };
        command.SetAction(parsed => Run(context, parsed.GetValue(age)!, parsed.GetValue(size), parsed.GetValue(all), parsed.GetValue(dry)));
        return command;
    }

    private static int Run(CommandContext context, string age, string? size, bool isForAll, bool isDryRun)
    {
        long bytes = long.MaxValue;
        if (!Age.TryParse(age, out long seconds))
            return Misunderstood(context, $"--older-than: \"{age}\" is no age such as 90s, 30m, 12h or 7d");
        if (size is not null && !SizeText.TryParse(ByteText.Encode(size), out bytes))
            return Misunderstood(context, $"--to-size: \"{size}\" is no size such as 0, 500M or 10GiB");
        GarbageLimits limits = new(TimeSpan.FromSeconds(seconds), bytes, TakesSelected: false, isDryRun);
        if (!isForAll)
        {
            return UnitRun.With(context, changes: true, (session, _) =>
                Report(context, [session.Garbage().Collect(session.Directories, PresentOf(session), limits, isLocked: true)], isDryRun));
        }

        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        try
        {
            // Of other repositories nobody evaluates: all that they show stays.
            return Report(context, new UnitGarbage(ByteText.Decode(settings.Directory), TimeProvider.System).CollectAll(_ => null, limits), isDryRun);
        }
        catch (UnitFault fault)
        {
            context.Complain("unit gc: " + fault.Message);
            return ExitStatus.Failure;
        }
    }

    /// <summary>An evaluation that fails is no reason to collect nothing: then all that is shown counts as present.</summary>
    private static PresentUnits? PresentOf(UnitSession session)
    {
        try
        {
            UnitNode[] nodes = session.Graph([]).Nodes;
            return new PresentUnits(
                nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal),
                nodes.Select(node => session.Directories.Build(node.Name)).ToHashSet(StringComparer.Ordinal));
        }
        catch (UnitFault)
        {
            return null;
        }
    }

    private static int Report(CommandContext context, IEnumerable<GarbageOutcome> outcomes, bool isDryRun)
    {
        foreach (GarbageOutcome outcome in outcomes)
        {
            if (outcome.IsBusy)
            {
                context.Complain($"unit gc: somebody builds in {outcome.Root}; nothing was looked at there");
                continue;
            }

            if (isDryRun)
            {
                foreach (GarbageItem item in outcome.Taken)
                    context.Output.WriteLine($"{item.Path}, {Quantity.Bytes(item.Size)}, would go");
            }

            context.Output.WriteLine(
                $"{(isDryRun ? "Would remove" : "Removed")} {Quantity.Of(outcome.Taken.Count, "thing", "things")}, {Quantity.Bytes(outcome.Freed)}, from {outcome.Root}; {Quantity.Bytes(outcome.Left)} {(isDryRun ? "would be" : "are")} left");
        }

        return ExitStatus.Success;
    }

    private static int Misunderstood(CommandContext context, string problem)
    {
        context.Complain("unit gc: " + problem);
        return ExitStatus.Usage;
    }
}
