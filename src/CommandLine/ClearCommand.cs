using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>
/// "larder clear": removes all entries, those too that this user's daemon keeps for others. The statistics and remembered digests of files stay.
/// </summary>
internal static class ClearCommand
{
    internal static Command Build(CommandContext context)
    {
        Command command = new("clear", "Remove everything that the cache holds, and reports on wrong hits. The statistics stay.");
        command.SetAction(_ => Run(context));
        return command;
    }

    private static int Run(CommandContext context)
    {
        if (!context.TryLoadSettings("clear", "removed", out CacheSettings settings, out int status))
            return status;

        ClearOutcome cleared = Clear(CommandContext.OpenStore(settings));
        context.Output.WriteLine($"Removed {Quantity.Of(cleared.Files, "file", "files")}, {Quantity.Bytes(cleared.Bytes)}, from {ByteText.Show(settings.Directory)}");
        int reports = new Quarantine(CommandContext.OpenStore(settings)).Clear();
        if (reports > 0)
            context.Output.WriteLine($"Removed {Quantity.Of(reports, "report", "reports")} on hits that would have been wrong");
        long remaining = cleared.Remaining + ClearKept(context, settings.StoreOptions());
        if (remaining == 0)
            return ExitStatus.Success;
        context.Complain($"clear: {Quantity.Of(remaining, "file", "files")} in {ByteText.Show(settings.Directory)} may not be removed by this user");
        return ExitStatus.Failure;
    }

    /// <summary>What a daemon keeps for other users is its own user's to remove, and nobody else's. How much remains.</summary>
    private static long ClearKept(CommandContext context, StoreOptions options)
    {
        UserStores stores = new(options);
        if (!stores.AreOwn)
            return 0;
        (int users, ClearOutcome all) = (0, default);
        foreach (uint user in stores.All())
        {
            ClearOutcome cleared = Clear(stores.Of(user));
            users += cleared.Files > 0 ? 1 : 0;
            all = new ClearOutcome(all.Files + cleared.Files, all.Bytes + cleared.Bytes, all.Remaining + cleared.Remaining);
        }

        if (users > 0)
            context.Output.WriteLine($"Removed {Quantity.Of(all.Files, "file", "files")}, {Quantity.Bytes(all.Bytes)}, kept for {Quantity.Of(users, "user", "users")}");
        return all.Remaining;
    }

    /// <summary>Removes all entries of one store, and counts that.</summary>
    internal static ClearOutcome Clear(LocalStore store)
    {
        ClearOutcome cleared = store.Clear();
        StatisticsDelta delta = new();
        delta.Add(Counter.Cleared);
        delta.Add(store.TakeDelta());
        if (cleared.Files > 0)
            new Statistics(store).Record(delta);
        return cleared;
    }
}
