using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder import": takes the entries of an archive into the cache, each checked. What is there already stays.</summary>
internal static class ImportCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string> file = new("FILE") { Description = "An archive of \"larder export\"; - is standard input." };
        Command command = new("import", "Take the entries of an archive into the cache. Who made the archive made the objects that you will link: import from those you trust.") { file };
        command.SetAction(parsed => Run(context, parsed.GetValue(file)!));
        return command;
    }

    private static int Run(CommandContext context, string file)
    {
        if (!context.TryLoadSettings("import", "stored", out CacheSettings settings, out int status))
            return status;
        bool isStream = file == "-";
        FileDescriptor archive = new(0);
        if (!isStream && FileSystem.Open(ByteText.Encode(file), OpenFlags.ReadOnly, out archive) is var failed and not Errno.None)
            return Complain(context, $"{file}: {Errno.Describe(failed)}");
        archive.Stat(out FileStatus archiveStatus);
        LocalStore store = CommandContext.OpenStore(settings);
        Statistics statistics = new(store);
        ArchiveOutcome outcome = ProgressBar.Run(context, "Importing", progress =>
            new StoreImport(store, statistics).Read(archive, archiveStatus.IsRegular ? archiveStatus.Size : 0, progress));
        if (!isStream)
            archive.Dispose();
        if (outcome.State == ArchiveState.Foreign)
            return Complain(context, $"{file} is no archive of this larder's");

        string present = outcome.Present > 0 ? $", {outcome.Present.ToString()} were there" : "";
        context.Output.WriteLine($"Imported {Quantity.Of(outcome.Files, "entry", "entries")}, {Quantity.Bytes(outcome.Bytes)}, into {ByteText.Show(settings.Directory)}{present}");
        if (outcome.Files > 0)
            new Evictor(store, statistics).Trim();
        if (outcome.Damaged > 0)
            context.Complain($"import: {Quantity.Of(outcome.Damaged, "entry", "entries")} in {file} are damaged, or of a newer larder, and were left out");
        if (outcome.Failed > 0)
            context.Complain($"import: {Quantity.Of(outcome.Failed, "entry", "entries")} could not be stored in {ByteText.Show(settings.Directory)}");
        if (outcome.State == ArchiveState.CutOff)
            context.Complain($"import: {file} breaks off; what came before is imported");
        if (outcome.State == ArchiveState.Failed)
            context.Complain($"import: {file}: {Errno.Describe(outcome.Error)}; what came before is imported");
        return outcome is { State: ArchiveState.Whole, Damaged: 0, Failed: 0 } ? ExitStatus.Success : ExitStatus.Failure;
    }

    private static int Complain(CommandContext context, string problem)
    {
        context.Complain("import: " + problem);
        return ExitStatus.Failure;
    }
}
