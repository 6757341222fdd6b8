using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder export": writes entries into an archive, for a build machine that starts with an empty cache.</summary>
internal static class ExportCommand
{
    private const uint NewFileMode = 0x1B6; // 0666

    internal static Command Build(CommandContext context)
    {
        Option<string> file = new("--output", "-o") { Description = "Where to; - is standard output.", HelpName = "FILE", Required = true };
        Option<string[]> used = new("--used") { Description = "Only the entries in this list, which the setting used_list has builds write. May be given several times.", HelpName = "LIST" };
        Option<string> within = new("--used-within") { Description = "Only entries that were used within this time: 12h, 30d. Use is noted once an hour.", HelpName = "AGE" };
        Option<bool> resume = new("--resume") { Description = "Go on with a file that an earlier export began." };
        Command command = new("export", "Write entries into an archive.") { file, used, within, resume };
        command.SetAction(parsed => Run(context, parsed.GetValue(file)!, parsed.GetValue(used) ?? [], parsed.GetValue(within), parsed.GetValue(resume)));
        return command;
    }

    private static int Run(CommandContext context, string file, string[] lists, string? within, bool resume)
    {
        long seconds = 0;
        if (within is not null && !Age.TryParse(within, out seconds))
            return Complain(context, $"--used-within: \"{within}\" is no age such as 90s, 30m, 12h or 7d", ExitStatus.Usage);
        bool isStream = file == "-";
        if (isStream && (resume || StandardStreams.Output.IsTerminal))
            return Complain(context, resume ? "--resume needs a file" : "an archive is not for a terminal: -o FILE, or a pipe", ExitStatus.Usage);
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        UsedEntries? only = lists.Length == 0 ? null : new UsedEntries();
        foreach (string list in lists)
        {
            if (FileSystem.ReadAll(ByteText.Encode(list), out int error) is not { } names)
                return Complain(context, $"{list}: {Errno.Describe(error)}", ExitStatus.Failure);
            only!.Add(names);
        }

        OpenFlags flags = OpenFlags.ReadWrite | OpenFlags.Create | (resume ? 0 : OpenFlags.Truncate);
        FileDescriptor archive = StandardStreams.Output;
        if (!isStream && FileSystem.Open(ByteText.Encode(file), flags, out archive, NewFileMode) is var failed and not Errno.None)
            return Complain(context, $"{file}: {Errno.Describe(failed)}", ExitStatus.Failure);
        StoreExport export = new(CommandContext.OpenStore(settings)) { Only = only, UsedWithin = within is null ? null : seconds };
        if (resume && !export.Resume(archive))
            return Complain(context, $"{file} is no archive of this larder's; without --resume it is written anew", ExitStatus.Failure);
        ArchiveOutcome outcome = ProgressBar.Run(context, "Exporting", progress => export.Write(archive, progress));
        if (!isStream)
            archive.Dispose();
        if (outcome.State != ArchiveState.Whole)
            return Complain(context, $"{file}: {Errno.Describe(outcome.Error)}; --resume goes on with what is there", ExitStatus.Failure);
        string present = outcome.Present > 0 ? $", {outcome.Present.ToString()} were there" : "";
        string damaged = outcome.Damaged > 0 ? $", {outcome.Damaged.ToString()} damaged ones left out" : "";
        (isStream ? context.Error : context.Output).WriteLine($"Exported {Quantity.Of(outcome.Files, "entry", "entries")}, {Quantity.Bytes(outcome.Bytes)}, from {ByteText.Show(settings.Directory)}{present}{damaged}");
        return ExitStatus.Success;
    }

    private static int Complain(CommandContext context, string problem, int status)
    {
        context.Complain("export: " + problem);
        return status;
    }
}
