using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>
/// "larder trim": removes results that nothing leads to any more, counts the cache anew and brings it within its limits. Stores do that too, a bounded share each; this is for a timer, and
/// for limits that were made smaller.
/// </summary>
internal static class TrimCommand
{
    internal static Command Build(CommandContext context)
    {
        Command command = new("trim", "Remove what was not used for longest until the cache is within its limits.");
        command.SetAction(_ => Run(context));
        return command;
    }

    private static int Run(CommandContext context)
    {
        if (!context.TryLoadSettings("trim", "removed", out CacheSettings settings, out int status))
            return status;

        string directory = ByteText.Show(settings.Directory);
        LocalStore store = CommandContext.OpenStore(settings);
        Statistics statistics = new(store);
        ClearOutcome unreferenced = new UnreferencedResults(store, statistics).Remove();
        EvictionOutcome trimmed = new Evictor(store, statistics).Trim();
        (long files, long bytes) = (unreferenced.Files + trimmed.Files, unreferenced.Bytes + trimmed.Bytes);
        context.Output.WriteLine($"Removed {Quantity.Of(files, "file", "files")}, {Quantity.Bytes(bytes)}, from {directory}");
        if (trimmed.WithinLimits)
            return ExitStatus.Success;
        context.Complain($"trim: {directory} is still above its limits; other files may not be removed by this user");
        return ExitStatus.Failure;
    }
}
