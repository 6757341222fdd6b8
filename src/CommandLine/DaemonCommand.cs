using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;

namespace Larder.CommandLine;

/// <summary>
/// "larder daemon start|stop|status|restart". Starting what runs and stopping what doesn't are no failures. Stopping is for all builds of larder: those of
/// before an upgrade end in their own time.
/// </summary>
internal static class DaemonCommand
{
    private static readonly string[] Actions = ["start", "stop", "status", "restart"];

    internal static Command Build(CommandContext context)
    {
        Argument<string> action = new("ACTION")
        {
            Description = "start, stop (waits until it has ended), restart, or status (succeeds if a daemon answers).",
        };
        action.Validators.Add(result =>
        {
            if (Array.IndexOf(Actions, result.Tokens[0].Value) < 0)
                result.AddError($"there is no \"{result.Tokens[0].Value}\"; it is start, stop, status or restart");
        });
        action.CompletionSources.Add(Actions);
        Option<bool> json = new("--json") { Description = "For status: write JSON." };
        Command command = new("daemon", "Start or stop the daemon of these settings, or ask how it is.") { action, json };
        command.SetAction(parsed => Run(context, parsed.GetValue(action)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string action, bool asJson)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        DaemonClient daemon = new(settings, context.Environment);
        return action switch
        {
            "start" => Start(context, daemon),
            "stop" => Stop(context, daemon),
            "restart" => Stop(context, daemon) is var status && status != ExitStatus.Success ? status : Start(context, daemon),
            _ => Status(context, daemon, asJson),
        };
    }

    private static int Start(CommandContext context, DaemonClient daemon)
    {
        DaemonAnswer before = daemon.Ask();
        if (before.Status is { } running)
        {
            context.Output.WriteLine($"Already running: process {running.ProcessId}, on {ByteText.Show(daemon.Endpoint.Socket)}");
            return ExitStatus.Success;
        }

        if (!before.MayStart)
            return Fail(context, before.Problem);
        if (DaemonLauncher.Start(context.DaemonProgram, context.Environment) is { Length: > 0 } problem)
            return Fail(context, problem);
        DaemonAnswer after = daemon.Ask();
        if (after.Status is not { } started)
            return Fail(context, after.Problem);
        context.Output.WriteLine($"Started: process {started.ProcessId}, on {ByteText.Show(daemon.Endpoint.Socket)}");
        return ExitStatus.Success;
    }

    private static int Stop(CommandContext context, DaemonClient daemon)
    {
        bool hasOthers = false;
        foreach (GetStatusReply other in daemon.OtherBuilds.Drain())
        {
            hasOthers = true;
            context.Output.WriteLine($"Ending when its compiles have: process {other.ProcessId}, of build {ByteText.Show(other.BuildId.Span)}");
        }

        DaemonAnswer before = daemon.Ask();
        if (!before.IsAlive)
        {
            if (!before.MayStart)
                return Fail(context, before.Problem);
            context.Output.WriteLine(hasOthers ? "No daemon of this build runs" : "No daemon runs");
            return ExitStatus.Success;
        }

        if (daemon.Stop(before) is { Length: > 0 } problem)
            return Fail(context, problem);
        context.Output.WriteLine(before.Status is { } stopped ? $"Stopped: process {stopped.ProcessId}" : "Stopped");
        return ExitStatus.Success;
    }

    private static int Status(CommandContext context, DaemonClient daemon, bool asJson)
    {
        DaemonAnswer answer = daemon.Ask();
        if (asJson)
            DaemonReport.WriteJson(answer.Status, daemon.Endpoint, context.Output);
        if (answer.Status is not { } status)
            return asJson ? ExitStatus.Failure : Fail(context, answer.Problem);
        if (!asJson)
            DaemonReport.WriteTable(status, daemon.Endpoint, context.Output);
        return ExitStatus.Success;
    }

    private static int Fail(CommandContext context, string problem)
    {
        context.Complain("daemon: " + problem);
        return ExitStatus.Failure;
    }
}
