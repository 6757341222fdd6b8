using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>
/// "larder evict": removes entries that are chosen by age or namespace, and then what was not used for longest until the cache has a
/// size. The limits of the settings are "larder trim"'s business.
/// </summary>
internal static class EvictCommand
{
    internal static Command Build(CommandContext context)
    {
        Option<string> age = new("--older-than") { Description = "Entries that were not used for so long: 12h, 30d. Use is noted once an hour.", HelpName = "AGE" };
        Option<string> name = new("--namespace") { Description = "Results that were stored in this namespace, and what leads to them alone.", HelpName = "NAME" };
        Option<string> size = new("--to-size") { Description = "What was not used for longest, until the cache takes no more than this: 500M, 10GiB.", HelpName = "SIZE" };
        Command command = new("evict", "Remove entries by age or namespace, or down to a size.") { age, name, size };
        command.SetAction(parsed => Run(context, parsed.GetValue(age), parsed.GetValue(name), parsed.GetValue(size)));
        return command;
    }

    private static int Run(CommandContext context, string? age, string? name, string? size)
    {
        long seconds = 0;
        long bytes = 0;
        if (age is not null && !Age.TryParse(age, out seconds))
            return Misunderstood(context, $"--older-than: \"{age}\" is no age such as 90s, 30m, 12h or 7d");
        if (size is not null && !SizeText.TryParse(ByteText.Encode(size), out bytes))
            return Misunderstood(context, $"--to-size: \"{size}\" is no size such as 0, 500M or 10GiB");
        if (name is { Length: 0 })
            return Misunderstood(context, "--namespace: which one? Entries without a namespace are removed by --older-than, --to-size or \"larder clear\"");
        if (age is null && name is null && size is null)
            return Misunderstood(context, "say what: --older-than, --namespace or --to-size; \"larder clear\" removes everything");
        if (!context.TryLoadSettings("evict", "removed", out CacheSettings settings, out int status))
            return status;

        LocalStore store = CommandContext.OpenStore(settings);
        ClearOutcome removed = default;
        if (age is not null || name is not null)
        {
            EvictionChoice choice = new() { UnusedSeconds = age is null ? null : seconds, Namespace = name is null ? null : ByteText.Encode(name) };
            removed = ProgressBar.Run(context, "Evicting", progress => new ChosenEviction(store, new Statistics(store)).Remove(choice, progress));
        }

        bool isWithin = true;
        if (size is not null)
        {
            // A limit of 0 would be none.
            LocalStore limited = new(store.Options with { MaxSize = Math.Max(bytes, 1), MaxFiles = 0, MaxAge = 0 });
            EvictionOutcome trimmed = new Evictor(limited, new Statistics(limited)).Trim();
            removed = new ClearOutcome(removed.Files + trimmed.Files, removed.Bytes + trimmed.Bytes, removed.Remaining);
            isWithin = trimmed.WithinLimits;
        }

        context.Output.WriteLine($"Removed {Quantity.Of(removed.Files, "file", "files")}, {Quantity.Bytes(removed.Bytes)}, from {ByteText.Show(settings.Directory)}");
        if (removed.Remaining > 0)
            context.Complain($"evict: {Quantity.Of(removed.Remaining, "file", "files")} may not be removed by this user");
        if (!isWithin)
            context.Complain($"evict: {ByteText.Show(settings.Directory)} still takes more than {size}; other files may not be removed by this user");
        return removed.Remaining == 0 && isWithin ? ExitStatus.Success : ExitStatus.Failure;
    }

    private static int Misunderstood(CommandContext context, string problem)
    {
        context.Complain("evict: " + problem);
        return ExitStatus.Usage;
    }
}
