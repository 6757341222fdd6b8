using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Inspection;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>
/// "larder inspect FILE-OR-DIGEST": what an entry holds. A word that is hexadecimal and no file names entries of the cache by
/// their key, or by how it begins. Nothing is changed, and a damaged entry is not removed.
/// </summary>
internal static class InspectCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string> entry = new("FILE-OR-DIGEST")
        {
            Description = "A file of the cache directory, or an entry's key (64 hexadecimal digits), or at least 4 digits that it begins with.",
        };
        Command command = new("inspect", "Show what an entry of the cache holds: a result, a manifest or a toolchain.") { entry };
        command.SetAction(parsed => Run(context, parsed.GetValue(entry)!));
        return command;
    }

    private static int Run(CommandContext context, string word)
    {
        byte[] path = ByteText.Encode(word);
        if (!EntryLookup.IsDigest(path) || FileSystem.Stat(path, out _) == Errno.None)
            return EntryPrinter.Print(path, context) ? ExitStatus.Success : ExitStatus.Failure;

        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        List<byte[]> found = EntryLookup.Find(settings.Directory, path);
        if (found.Count == 0)
        {
            context.Complain($"inspect: no entry in {ByteText.Show(settings.Directory)} has a key that begins with {word}, and there is no file of that name");
            return ExitStatus.Failure;
        }

        bool isWhole = true;
        for (int i = 0; i < found.Count; i++)
        {
            if (i > 0)
                context.Output.WriteLine();
            isWhole &= EntryPrinter.Print(found[i], context);
        }

        return isWhole ? ExitStatus.Success : ExitStatus.Failure;
    }
}
