using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Sccache;

/// <summary>
/// sccache's own commands, for whoever calls larder by its name: one per call. Its server is larder's daemon, which nothing depends on; so starting one
/// that runs, and stopping one that doesn't, are no failures here.
/// </summary>
internal sealed class SccacheCommands(CommandContext context)
{
    /// <summary>The version whose commands and statistics are understood here.</summary>
    internal const string Version = "0.10.0";

    internal int Run(IReadOnlyList<string> words)
    {
        SccacheOptions options = SccacheOptions.Read(words);
        if (options.Problem is { } problem)
            return Misused(problem);
        switch (options.Action)
        {
            case "--help":
                context.Output.WriteLine(SccacheOptions.Usage);
                context.Output.WriteLine();
                context.Output.WriteLine($"This is larder {CommandLineInterface.Version} under sccache's name.");
                context.Output.WriteLine("  -s, --show-stats, --show-adv-stats   show the statistics (--stats-format text or json)");
                context.Output.WriteLine("  -z, --zero-stats                     set them to zero");
                context.Output.WriteLine("      --start-server, --stop-server    start or stop larder's daemon");
                context.Output.WriteLine("      --dist-status                    say that nothing is distributed");
                context.Output.WriteLine("  -h, --help  -V, --version");
                return ExitStatus.Success;
            case "--version":
                context.Output.WriteLine($"sccache {Version} (larder {CommandLineInterface.Version})");
                return ExitStatus.Success;
            case "--dist-status":
                context.Output.WriteLine("{\"Disabled\":\"larder compiles on this machine alone\"}");
                return ExitStatus.Success;
            case "--dist-auth" or "--package-toolchain" or "--debug-preprocessor-cache":
                return Fail($"{options.Action} is not there in larder");
            case "" when context.Environment.Get("SCCACHE_START_SERVER"u8) is null:
                return Misused("The following required arguments were not provided:\n  <--dist-auth|--dist-status|--show-stats|--start-server|--stop-server|--zero-stats|--package-toolchain <EXE> <OUT>|CMD>");
        }

        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        UnusedSettings.Warn(settings, context);
        ProcessEnvironment environment = settings.EnvironmentOfDaemon(context.Environment);
        DaemonClient daemon = new(settings, environment);
        switch (options.Action)
        {
            case "":
                return RunServer(environment);
            case "--start-server":
                context.Output.WriteLine("sccache: Starting the server...");
                return Start(daemon, environment, settings);
            case "--stop-server":
                context.Output.WriteLine("Stopping sccache server...");
                return Stop(daemon, settings, options.AsJson);
            case "--zero-stats":
                return Zero(daemon, settings, options.AsJson);
            default:
                daemon.Settle();
                Show(settings, options.AsJson);
                return ExitStatus.Success;
        }
    }

    private int Start(DaemonClient daemon, ProcessEnvironment environment, CacheSettings settings)
    {
        // Where none is wanted, every compile works without one.
        if (settings.NoDaemon || daemon.Ask().Status is not null)
            return ExitStatus.Success;
        string problem = DaemonLauncher.Start(context.DaemonProgram, environment);
        return problem.Length == 0 ? ExitStatus.Success : Fail($"Server startup failed: {problem}");
    }

    private int Stop(DaemonClient daemon, CacheSettings settings, bool asJson)
    {
        DaemonAnswer before = daemon.Ask();
        string problem = before.IsAlive ? daemon.Stop(before) : string.Empty;
        if (problem.Length > 0)
            return Fail(problem);
        Show(settings, asJson);
        return ExitStatus.Success;
    }

    private int Zero(DaemonClient daemon, CacheSettings settings, bool asJson)
    {
        daemon.Settle();
        LocalStore store = CommandContext.OpenStore(settings);
        if (!Errno.SaysAbsent(FileSystem.Stat(settings.Directory, out _)) && !new Statistics(store).Zero())
            return Fail($"the statistics in {ByteText.Show(settings.Directory)} can't be set to zero");
        Show(settings, asJson);
        return ExitStatus.Success;
    }

    /// <summary>"SCCACHE_START_SERVER=1 sccache": this process becomes the daemon.</summary>
    private int RunServer(ProcessEnvironment environment)
    {
        int error = Execution.Execute(context.DaemonProgram, ["larderd"u8.ToArray(), "--foreground"u8.ToArray()], environment);
        return Fail($"Server startup failed: {ByteText.Show(context.DaemonProgram)}: {Errno.Describe(error)}");
    }

    private void Show(CacheSettings settings, bool asJson)
    {
        SccacheStatistics statistics = new(CommandContext.OpenStore(settings));
        if (asJson)
            SccacheReport.WriteJson(statistics, settings, context.Output);
        else
            SccacheReport.WriteText(statistics, settings, context.Output);
    }

    private int Misused(string problem)
    {
        context.Error.WriteLine("error: " + problem);
        context.Error.WriteLine();
        context.Error.WriteLine(SccacheOptions.Usage);
        return ExitStatus.Usage;
    }

    private int Fail(string problem)
    {
        context.Error.WriteLine("sccache: error: " + problem);
        return ExitStatus.Usage;
    }
}
