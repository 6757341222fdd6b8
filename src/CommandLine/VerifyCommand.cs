using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine;

/// <summary>"larder verify": reads the whole cache and holds every entry against its checksums.</summary>
internal static class VerifyCommand
{
    internal static Command Build(CommandContext context)
    {
        Option<bool> repair = new("--repair") { Description = "Remove what is damaged. It is compiled anew when it is needed." };
        Command command = new("verify", "Read the whole cache, and say which entries are damaged.") { repair };
        command.SetAction(parsed => Run(context, parsed.GetValue(repair)));
        return command;
    }

    private static int Run(CommandContext context, bool repair)
    {
        CacheSettings settings;
        if (repair)
        {
            if (!context.TryLoadSettings("verify --repair", "removed", out settings, out int status))
                return status;
        }
        else if (!context.TryLoadSettings(out settings))
        {
            return ExitStatus.Usage;
        }

        LocalStore store = CommandContext.OpenStore(settings);
        VerificationOutcome outcome = ProgressBar.Run(context, "Verifying", progress =>
            new StoreVerifier(store, new Statistics(store)).Run(repair, damage => context.Output.WriteLine(Describe(damage)), progress));
        context.Output.WriteLine($"{Quantity.Of(outcome.Files, "entry", "entries")} in {ByteText.Show(settings.Directory)}, {Quantity.Bytes(outcome.Bytes)} read: {Summary(outcome)}");
        if (outcome.Damaged > outcome.Removed)
            context.Complain(repair ? "verify: not all that is damaged may be removed by this user" : "verify: \"larder verify --repair\" removes what is damaged");
        return outcome.Damaged == outcome.Removed && outcome.Unreadable == 0 ? ExitStatus.Success : ExitStatus.Failure;
    }

    private static string Describe(in Damage damage) => damage.Kind switch
    {
        DamageKind.NotRegular => $"no regular file  {ByteText.Show(damage.Path)}",
        DamageKind.Untrusted => $"not trusted      {ByteText.Show(damage.Path)}",
        DamageKind.Unreadable => $"unreadable       {ByteText.Show(damage.Path)}: {Errno.Describe(damage.Error)}",
        _ => $"damaged          {ByteText.Show(damage.Path)}",
    };

    private static string Summary(VerificationOutcome outcome)
    {
        if (outcome.Damaged == 0 && outcome.Unreadable == 0)
            return "all whole";
        string text = $"{outcome.Damaged.ToString()} damaged";
        if (outcome.Removed > 0)
            text += $", {outcome.Removed.ToString()} of them removed";
        return outcome.Unreadable == 0 ? text : text + $", {outcome.Unreadable.ToString()} unreadable";
    }
}
