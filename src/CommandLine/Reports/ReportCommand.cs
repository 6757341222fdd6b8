using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Reports.Page;
using Larder.CommandLine.Reports.Trace;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reports;

/// <summary>"larder report": what the cache did for a build, a session or in a time, as a page for a browser and as a trace.</summary>
internal static class ReportCommand
{
    private const string DefaultFile = "larder-report.html";

    /// <summary>The end of the times that a calendar can show, in milliseconds since the epoch.</summary>
    private const long LastTime = 253_402_300_799_999;

    internal static Command Build(CommandContext context)
    {
        Option<bool> build = new("--build") { Description = "The last build of which something is noted. This is the default." };
        Option<string?> session = new("--session") { Description = "The requests of a session: LARDER_SESSION's value, or what the statistics call it.", HelpName = "NAME" };
        Option<string?> since = new("--since") { Description = "All requests of the last time: 90s, 30m, 12h, 7d.", HelpName = "AGE" };
        Option<string> output = new("--output", "-o") { Description = "Where the page is written; - is standard output.", HelpName = "FILE", DefaultValueFactory = static _ => DefaultFile };
        Option<string?> trace = new("--trace") { Description = "Write the jobs besides as a trace, which ui.perfetto.dev and chrome://tracing show; - is standard output.", HelpName = "FILE" };
        Command command = new("report", "Write a page with the hits, misses and their causes, and the jobs of a build or a time.") { build, session, since, output, trace };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(session);
            string? age = parsed.GetValue(since);
            long seconds = 0;
            if ((parsed.GetValue(build) ? 1 : 0) + (name is null ? 0 : 1) + (age is null ? 0 : 1) > 1)
                return Complain(context, "one of --build, --session and --since, not several", ExitStatus.Usage);
            if (age is not null && (!Age.TryParse(age, out seconds) || seconds == 0))
                return Complain(context, $"--since: \"{age}\" is no age such as 90s, 30m, 12h or 7d", ExitStatus.Usage);
            if (parsed.GetValue(output) == "-" && parsed.GetValue(trace) == "-")
                return Complain(context, "the page and the trace can't both go to standard output", ExitStatus.Usage);
            return Run(context, name, age is null ? null : seconds, parsed.GetValue(output)!, parsed.GetValue(trace));
        });
        return command;
    }

    private static int Run(CommandContext context, string? session, long? since, string output, string? trace)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        new DaemonClient(settings, context.Environment).Settle();
        LocalStore store = CommandContext.OpenStore(settings);
        JournalView journal = new(store);
        journal.Notes.RemoveAll(static note => note.Ended is < 0 or > LastTime || note.Began is < 0 or > LastTime);
        StatisticsSnapshot snapshot = new Statistics(store).Read();
        long now = Clock.Now.Seconds;
        ScopeFinder finder = new(journal, snapshot, now);
        ReportScope? scope = session is not null ? finder.Session(ByteText.Encode(session)) : since is { } seconds ? finder.Since(seconds) : finder.LastBuild();
        if (scope is null)
            return Complain(context, session is null ? NoBuild(settings, snapshot) : NoSession(session, finder), ExitStatus.Failure);
        ReportData data = new(scope, journal, store, snapshot, settings, now);
        TextWriter told = output == "-" || trace == "-" ? context.Error : context.Output;
        return Deliver(context, output, () => ReportPage.Write(data)) && (trace is null || Deliver(context, trace, () => ByteText.Decode(TraceFile.Write(data)))) ? Tell(told, data, output, trace) : ExitStatus.Failure;
    }

    private static bool Deliver(CommandContext context, string file, Func<string> write)
    {
        if (file == "-")
        {
            context.Output.Write(write());
            return true;
        }

        int error = WholeFile.Write(ByteText.Encode(file), ByteText.Encode(write()));
        if (error != Errno.None)
            Complain(context, $"{Shown(file)}: {Errno.Describe(error)}", ExitStatus.Failure);
        return error == Errno.None;
    }

    private static int Tell(TextWriter told, ReportData data, string output, string? trace)
    {
        StatisticsSums sums = data.Scope.Sums;
        string served = !data.Scope.HasHits ? string.Empty : $"{sums.Hits} served, ";
        told.WriteLine($"{data.Scope.Title}: {served}{sums.Misses} compiled, {sums.Uncached} not cached");
        if (output != "-")
            told.WriteLine($"Page: {Shown(output)}");
        if (trace is not null and not "-")
            told.WriteLine($"Trace: {Shown(trace)}");
        return ExitStatus.Success;
    }

    private static string NoBuild(CacheSettings settings, StatisticsSnapshot snapshot)
    {
        string why = settings.JournalSize == 0 ? "nothing is noted of builds: journal_size is 0" : $"no build is noted in {ByteText.Show(settings.Directory)}: no compile went through larder yet that was not a hit";
        return snapshot.Days.Count > 0 ? why + "; --since 1d reports on what was counted" : why;
    }

    private static string NoSession(string name, ScopeFinder finder)
    {
        const int Most = 10;
        string[] names = [.. finder.SessionNames()];
        string there = names.Length == 0 ? "none is counted" : "there are: " + string.Join(", ", names.Take(Most).Select(Shown)) + (names.Length > Most ? $" and {names.Length - Most} more" : string.Empty);
        return $"there is no session \"{Shown(name)}\"; {there}";
    }

    private static string Shown(string text) => ByteText.Show(ByteText.Encode(text));

    private static int Complain(CommandContext context, string problem, int status)
    {
        context.Complain("report: " + problem);
        return status;
    }
}
