using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Units;

namespace Larder.CommandLine.Units;

/// <summary>What all commands about units have in common.</summary>
internal static class UnitRun
{
    /// <summary>Opens the repository of the working directory and does something with it. Problems are said, as lines that name what and where.</summary>
    /// <param name="context">The command's.</param>
    /// <param name="changes">Something is built or removed: others wait.</param>
    /// <param name="work">What is done; gives the exit status.</param>
    internal static int With(CommandContext context, bool changes, Func<UnitSession, CacheSettings, int> work) =>
        Guarded(context, (settings, directory) => Open(context, settings, directory, changes, session => work(session, settings)));

    /// <summary>Does something with the settings and the working directory.</summary>
    internal static int Guarded(CommandContext context, Func<CacheSettings, string, int> work)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        if (settings.Directory.Length == 0)
        {
            context.Complain("unit: there is no cache directory (neither HOME nor a setting says one), and units are kept in it");
            return ExitStatus.Failure;
        }

        try
        {
            return work(settings, FileSystem.WorkingDirectory() is { } directory ? ByteText.Decode(directory) : throw new UnitFault("the working directory is gone"));
        }
        catch (UnitFault fault)
        {
            context.Complain("unit: " + fault.Message);
            return ExitStatus.Failure;
        }
    }

    /// <summary>Opens the repository of a directory; within <see cref="Guarded"/>.</summary>
    internal static int Open(CommandContext context, CacheSettings settings, string directory, bool changes, Func<UnitSession, int> work)
    {
        using UnitSession session = UnitSession.Open(
            directory,
            ByteText.Decode(settings.Directory),
            context.Environment,
            changes,
            line => LiveText.WriteLine("larder: " + line));
        return work(session);
    }
}
