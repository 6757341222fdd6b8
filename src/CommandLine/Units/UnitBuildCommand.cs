using System.CommandLine;
using System.Diagnostics;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Units;
using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>"larder unit build": brings units up to date.</summary>
internal static class UnitBuildCommand
{
    internal static Command Build(CommandContext context)
    {
        Argument<string[]> wanted = new("NAME") { Description = "Units, by name, by a directory of theirs (\".\") or by .drv file. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        Option<int> jobs = new("--jobs", "-j") { Description = "How many processes at once, over all units and compiles. Default: the number of processors.", HelpName = "N" };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number < 1))
                result.AddError($"\"{result.Tokens[0].Value}\" is no number of jobs, which is 1 or more");
        });
        Option<bool> dry = new("--dry-run") { Description = "Say what would be built and why, and build nothing." };
        Option<bool> going = new("--keep-going", "-k") { Description = "After a failure, go on with what doesn't depend on it." };
        Option<string?> link = new("--out-link", "-o") { Description = "Make a link to the result, as nix-build does; \"larder unit gc\" keeps what it leads to.", HelpName = "PATH" };
        Option<bool> paths = new("--print-out-paths") { Description = "Write the results' paths to standard output." };
        Option<bool> watch = new("--watch") { Description = "Build again whenever a source changes, until interrupted." };
        Option<bool> register = new("--register") { Description = "Add the results to the Nix store, and write their store paths." };
        Command command = new("build", "Bring units up to date.") { wanted, jobs, dry, going, link, paths, watch, register };
        command.SetAction(parsed => Run(context, new UnitBuildOptions
        {
            Wanted = parsed.GetValue(wanted) ?? [],
            Jobs = parsed.GetValue(jobs),
            KeepsGoing = parsed.GetValue(going),
            IsDryRun = parsed.GetValue(dry),
            OutLink = parsed.GetValue(link),
            PrintsPaths = parsed.GetValue(paths),
            Watches = parsed.GetValue(watch),
            Registers = parsed.GetValue(register),
        }));
        return command;
    }

    private static int Run(CommandContext context, UnitBuildOptions options)
    {
        if (options.IsDryRun)
            return UnitRun.With(context, changes: false, (session, _) => Forecast(context, session, options));
        using Interruption interruption = new();
        if (!options.Watches)
            return Once(context, options, interruption, watch: null);
        while (true)
        {
            using SourceWatch watch = new();
            int status = Once(context, options, interruption, watch);
            LiveText.WriteLine("larder: watching; Ctrl-C ends");
            if (!watch.WaitForChange(interruption.Token))
                return status;
        }
    }

    private static int Once(CommandContext context, UnitBuildOptions options, Interruption interruption, SourceWatch? watch) =>
        UnitRun.Guarded(context, (settings, directory) =>
        {
            // What is to be watched, or registered, only the build knows.
            long started = Stopwatch.GetTimestamp();
            UpToDateCheck check = new(context, settings, directory, options.Wanted);
            if (watch is null && !options.Registers && check.Ask() is { } reply)
            {
                BuildDisplay.SummarizeKnown((int)reply.Units, started);
                return DeliverKnown(context, settings, directory, reply, options);
            }

            int status = UnitRun.Open(context, settings, directory, changes: true, session => BuildIn(context, session, settings, options, interruption, watch));
            if (status == ExitStatus.Success)
                check.TellBuilt();
            return status;
        });

    private static int BuildIn(
        CommandContext context, UnitSession session, CacheSettings settings, UnitBuildOptions options, Interruption interruption, SourceWatch? watch)
    {
        watch?.Add(session.Repository.Root, isWhole: false);
        UnitGraph graph = session.Graph(options.Wanted);
        foreach (UnitNode node in graph.Nodes)
        {
            if (node.Source is not null)
                watch?.Add(node.Source, isWhole: true);
        }

        IReadOnlyDictionary<UnitNode, NodeOutcome> outcomes = Build(context, session, settings, graph, options, interruption);
        if (interruption.Token.IsCancellationRequested)
            return interruption.Status;
        if (outcomes.Values.Any(outcome => !outcome.IsGood))
            return ExitStatus.Failure;
        UnitResult[] results = [.. graph.Roots.SelectMany(node => node.Outputs.Keys.Select(output => new UnitResult(node.Name, output, session.Directories.View(node.Name, output))))];
        if (options.Registers)
        {
            Dictionary<string, UnitNode> roots = graph.Roots.ToDictionary(node => node.Name, StringComparer.Ordinal);
            foreach (UnitResult result in results)
                context.Output.WriteLine(Registration.Add(session, roots[result.Unit].Derivation, result));
        }

        Deliver(context, session.Directories, results, options);
        return ExitStatus.Success;
    }

    /// <summary>Nothing was to be done, as the daemon knows.</summary>
    private static int DeliverKnown(CommandContext context, CacheSettings settings, string directory, CheckUnitsReply reply, UnitBuildOptions options)
    {
        Repository repository = RepositoryFinder.Find(directory) ?? throw new UnitFault($"the units.nix above {directory} is gone");
        UnitDirectories directories = new(repository.Root, ByteText.Decode(settings.Directory));
        UnitResult[] results =
        [
            .. reply.Outputs.Select(static output => (Unit: ByteText.Decode(output.Unit.Span), Output: ByteText.Decode(output.Output.Span)))
                .Select(output => new UnitResult(output.Unit, output.Output, directories.View(output.Unit, output.Output))),
        ];
        Deliver(context, directories, results, options);
        return ExitStatus.Success;
    }

    private static IReadOnlyDictionary<UnitNode, NodeOutcome> Build(
        CommandContext context, UnitSession session, CacheSettings settings, UnitGraph graph, UnitBuildOptions options, Interruption interruption)
    {
        using BuildDisplay display = new(context, session.Directories, graph.Nodes.Length);
        UnitWorkSettings work = new()
        {
            Jobs = options.Jobs > 0 ? options.Jobs : Environment.ProcessorCount,
            Launcher = settings.Disable || context.OwnProgram is not { } own ? null : ByteText.Decode(own),
            ExtraEnvironment = [.. UnitEnvironment.Of(context.Environment, settings), $"LARDER_UNIT_BUILD={Guid.NewGuid():N}"],
            Prepare = () => StartDaemon(context, settings),
            Enter = new ReplaySlots(context, settings).Enter,
            Run = BuildDisplay.Replay(session, context.Environment),
        };
        IReadOnlyDictionary<UnitNode, NodeOutcome> outcomes = new UnitBuild(session, graph, display, work, options.KeepsGoing).Run(interruption.Token);
        display.Summarize(outcomes);
        return outcomes;
    }

    /// <summary>The compiles in the replays are its clients. Without one they work in process, so whatever goes wrong here is no matter.</summary>
    private static void StartDaemon(CommandContext context, CacheSettings settings)
    {
        if (settings.NoDaemon || !settings.AutoStart)
            return;
        DaemonAnswer answer = new DaemonClient(settings, context.Environment).Ask();
        if (answer is { Status: null, IsAlive: false, MayStart: true })
            _ = DaemonLauncher.Start(context.DaemonProgram, context.Environment);
    }

    private static void Deliver(CommandContext context, UnitDirectories directories, UnitResult[] results, UnitBuildOptions options)
    {
        if (options.OutLink is { } link)
            ResultLinks.Make(directories, link, results);
        if (!options.PrintsPaths || options.Registers)
            return;
        foreach (UnitResult result in results)
            context.Output.WriteLine(result.Path);
    }

    private static int Forecast(CommandContext context, UnitSession session, UnitBuildOptions options)
    {
        NodeForecast[] forecasts = new Forecaster(session.Directories, session.Trees, session.Artifacts).Of(session.Graph(options.Wanted));
        int current = forecasts.Count(forecast => forecast.State == ForecastState.Current);
        foreach (NodeForecast forecast in forecasts)
        {
            switch (forecast.State)
            {
                case ForecastState.Restorable:
                    context.Output.WriteLine($"{forecast.Node.Name} would be restored: it was built like this before");
                    break;
                case ForecastState.ToBuild:
                    context.Output.WriteLine($"{forecast.Node.Name} would be built:");
                    foreach (string reason in forecast.Reasons)
                        context.Output.WriteLine("  " + reason);
                    break;
                case ForecastState.Undecided:
                    context.Output.WriteLine($"{forecast.Node.Name} would be built if that changes {string.Join(" or ", forecast.Reasons)}");
                    break;
            }
        }

        context.Output.WriteLine(current == forecasts.Length ? $"Nothing to do: {Quantity.Of(current, "unit is", "units are")} up to date" : $"{Quantity.Of(current, "other is", "others are")} up to date");
        return ExitStatus.Success;
    }
}
