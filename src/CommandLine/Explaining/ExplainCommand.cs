using System.CommandLine;
using Larder.Caching;
using Larder.Caching.Drivers;
using Larder.Caching.Explaining;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>"larder explain": why a compile was not a hit, or would not be.</summary>
internal static class ExplainCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> words = new("WHAT")
        {
            Description = "An object: why it was compiled. Or, behind \"--\", a compile: what would become of it, without compiling: -- gcc -c x.c",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int?> last = new("--last") { Description = "The last N calls that were not hits.", HelpName = "N" };
        Option<bool> build = new("--build") { Description = "All calls of the last build that were not hits, grouped by why." };
        Option<bool> json = new("--json") { Description = "Write JSON." };
        Command command = new("explain", "Say why a compile was not found in the cache.") { words, last, build, json };
        command.SetAction(parsed =>
        {
            string[] named = parsed.GetValue(words) ?? [];
            bool isTrial = parsed.Tokens.Any(static token => token.Type == System.CommandLine.Parsing.TokenType.DoubleDash) && named.Length > 0;
            int asked = (isTrial || named.Length > 0 ? 1 : 0) + (parsed.GetValue(last) is null ? 0 : 1) + (parsed.GetValue(build) ? 1 : 0);
            if (!isTrial && Array.Find(named, static word => word.StartsWith('-')) is { } unknown)
                return Refuse(context, $"there is no option {unknown} (an object of that name: ./{unknown}; a compile stands behind \"--\")");
            if (asked != 1 || (named.Length > 1 && !isTrial) || parsed.GetValue(last) is <= 0)
                return Refuse(context, "say what: an object, \"-- COMPILER …\", --last N (1 or more), or --build");
            if (!context.TryLoadSettings(out CacheSettings settings))
                return ExitStatus.Usage;
            new DaemonClient(settings, context.Environment).Settle();
            LocalStore store = CommandContext.OpenStore(settings);
            JournalView journal = new(store);
            if (isTrial)
                return Try(context, settings, store, journal, [.. named.Select(static word => ByteText.Encode(word))], parsed.GetValue(json));
            if (journal.Notes.Count == 0)
                return Fail(context, NothingNoted(settings));
            return named.Length == 1
                ? ExplainObject(context, new Explainer(store, journal), journal, ByteText.Encode(named[0]), parsed.GetValue(json))
                : ExplainMany(context, store, new Explainer(store, journal), parsed.GetValue(build) ? journal.LastBuild() : journal.Notes[^Math.Min(parsed.GetValue(last)!.Value, journal.Notes.Count)..], parsed.GetValue(build), parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>What would become of a compile. The exit status says nothing of that: it is an answer either way.</summary>
    private static int Try(CommandContext context, CacheSettings settings, LocalStore store, JournalView journal, byte[][] words, bool asJson)
    {
        if (DriverLookup.Find(words[0], context.Environment) is not { } driver)
            return Refuse(context, $"there is no compiler {ByteText.Show(words[0])}: neither a file nor on PATH");
        if (!driver.IsWhatTheNameSays)
            words[0] = driver.Path;
        List<Trial> trials = [Trial.Of(context, settings, store, journal, driver.Path, words)];
        SplitCommand? split = trials[0].Split;
        if (split is not null)
        {
            trials.Clear();
            for (int i = 0; i < split.Sources.Count; i++)
                trials.Add(Trial.Of(context, settings, store, journal, driver.Path, [words[0], .. split.CompileWords(i, split.Links ? ByteString.Concat(split.Source(i), ".o"u8) : null)]));
        }

        if (asJson)
        {
            ExplanationJson.Write(trials.Select(static trial => trial.Explanation), context.Output);
            return ExitStatus.Success;
        }

        if (split is not null)
            context.Output.WriteLine($"Each source is looked up by itself{(split.Links ? ", and the compiler links" : string.Empty)}:");
        foreach (Trial trial in trials)
            trial.Write(context.Output);
        return ExitStatus.Success;
    }

    private static int ExplainObject(CommandContext context, Explainer explainer, JournalView journal, byte[] path, bool asJson)
    {
        byte[] whole = path is [(byte)'/', ..] ? path : ByteString.JoinPath(FileSystem.WorkingDirectory() ?? [], path.AsSpan().StartsWith("./"u8) ? path.AsSpan(2) : path);
        CompileNote? note = journal.LastOf(whole) ?? (FileSystem.RealPath(whole) is { } real ? journal.LastOf(real) : null);
        if (note is null)
            return Fail(context, $"{ByteText.Show(path)}: no compile that wrote it is noted. It came from the cache each time, or without larder, or longer ago than notes are kept");
        if (asJson)
        {
            ExplanationJson.Write([explainer.Explain(note)], context.Output);
            return ExitStatus.Success;
        }

        ExplanationText.Write(explainer.Explain(note), context.Output);
        if (FileSystem.Stat(whole, out FileStatus status) == Errno.None && (status.Modified.TotalNanoseconds / 1_000_000) - note.Ended > 1000)
            context.Output.WriteLine($"  The file is younger ({ExplanationText.When(status.Modified.TotalNanoseconds / 1_000_000, note.Ended)}): since then it came from the cache, or from elsewhere");
        return ExitStatus.Success;
    }

    private static int ExplainMany(CommandContext context, LocalStore store, Explainer explainer, List<CompileNote> notes, bool isBuild, bool asJson)
    {
        List<Explanation> explanations = [.. notes.Select(explainer.Explain)];
        if (asJson)
        {
            ExplanationJson.Write(explanations, context.Output);
        }
        else if (isBuild)
        {
            StatisticsSnapshot statistics = new Statistics(store).Read();
            HistoryRow? session = SessionOf(statistics, notes[^1]);
            long end = Math.Max(notes[^1].Ended, (session?.Last + 1) * 1000L ?? 0);
            BuildText.Write(explanations, session?.Sums.Hits, HistorySlice.HitsAfter(statistics, end, Clock.Now.Seconds), context.Output);
        }
        else
        {
            foreach (Explanation explanation in explanations)
                ExplanationText.Write(explanation, context.Output);
        }

        return ExitStatus.Success;
    }

    /// <summary>What is counted of the build that a note is of; null where that is not kept any more.</summary>
    private static HistoryRow? SessionOf(StatisticsSnapshot statistics, CompileNote note) =>
        statistics.Sessions.Where(row => row.Id == note.Session).Select(static row => (HistoryRow?)row).FirstOrDefault();

    private static string NothingNoted(CacheSettings settings) => settings.JournalSize == 0 ? "nothing is noted: journal_size is 0"
        : settings.ReadOnly ? "nothing is noted: read_only is set"
        : CommandContext.OpenStore(settings).IsRemote ? $"nothing is noted in {ByteText.Show(settings.Directory)}: on file systems that several hosts write to, notes can't be appended"
        : $"nothing is noted in {ByteText.Show(settings.Directory)}: no compile went through larder yet that was not a hit";

    private static int Refuse(CommandContext context, string why)
    {
        context.Complain("explain: " + why);
        return ExitStatus.Usage;
    }

    private static int Fail(CommandContext context, string why)
    {
        context.Complain("explain: " + why);
        return ExitStatus.Failure;
    }
}
