using System.CommandLine;
using Larder.Caching.Settings;
using Larder.CommandLine.DaemonControl;
using Larder.CommandLine.Explaining;
using Larder.CommandLine.Units;
using Larder.Posix;
using Larder.Protocol.Messages;

namespace Larder.CommandLine.Watching;

/// <summary>"larder watch": what happens, as it happens.</summary>
internal static class WatchCommand
{
    /// <summary>A shell's status of what Ctrl-C ended. Here that is how one ends it.</summary>
    private const int Interrupted = 130;

    /// <summary>Of a terminal that doesn't say how large it is.</summary>
    private static readonly TerminalSize UsualSize = new(80, 24);

    internal static Command Build(CommandContext context)
    {
        Option<bool> plain = new("--plain") { Description = "A line for each request, on a terminal too: time, kind, reason, session, how long it took, what it saved, compiler, source, directory. Lines that begin with # say what else is to be said." };
        Option<bool> json = new("--json") { Description = JsonView.Description };
        Option<ulong> count = new("--count") { Description = "End when so many requests were seen.", HelpName = "N" };
        Option<double?> seconds = new("--for") { Description = "End after so many seconds.", HelpName = "SECONDS" };
        Option<string?> session = new("--session") { Description = "Only the build of this session: its name (LARDER_SESSION), or the number of its topmost process (make's, ninja's).", HelpName = "SESSION" };
        seconds.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and < 1e9)))
                result.AddError("--for takes a number of seconds above 0");
        });
        Command command = new("watch", "Show hits, misses and their reasons as they come, of all builds that use this cache; until Ctrl-C.") { plain, json, count, seconds, session };
        command.SetAction(parsed => Run(context, new WatchOptions
        {
            IsPlain = parsed.GetValue(plain),
            AsJson = parsed.GetValue(json),
            Count = parsed.GetValue(count),
            For = parsed.GetValue(seconds) is { } length ? TimeSpan.FromSeconds(length) : null,
            Builds = parsed.GetValue(session) is { } chosen ? BuildFilter.Of(chosen) : BuildFilter.All,
        }));
        return command;
    }

    private static int Run(CommandContext context, WatchOptions options)
    {
        if (!context.TryLoadSettings(out CacheSettings settings))
            return ExitStatus.Usage;
        using Interruption interruption = new();
        LiveOutput output = LiveOutput.Standard;
        FreshExplanations explanations = new(CommandContext.OpenStore(settings));
        WatchRun run = new(options, new DaemonClient(settings, context.Environment), CommandContext.OpenStore(settings), TimeProvider.System)
        {
            Explain = explanations.Of,
            IsUnread = () => output.IsClosed,
        };
        using IWatchView view = ViewOf(context, options, settings, run.Model, output);
        run.Run(view, interruption.Token);
        if (output.Error is not (Errno.None or Errno.BrokenPipe))
        {
            context.Complain($"watch: standard output: {Errno.Describe(output.Error)}");
            return ExitStatus.Failure;
        }

        return interruption.Status is Interrupted ? ExitStatus.Success : interruption.Status;
    }

    private static IWatchView ViewOf(CommandContext context, WatchOptions options, CacheSettings settings, WatchModel model, LiveOutput output)
    {
        if (options.AsJson)
            return new JsonView(model, output, TimeProvider.System);
        ReadOnlySpan<byte> terminal = context.Environment.Get("TERM"u8);
        if (options.IsPlain || !StandardStreams.Output.IsTerminal || terminal.IsEmpty || terminal.SequenceEqual("dumb"u8))
            return new PlainView(model, output);
        bool hasColours = context.Environment.Get("NO_COLOR"u8) is not { Length: > 0 };
        LiveScreen screen = new(model, settings.Directory, TimeProvider.System.LocalTimeZone);
        return new LiveView(model, screen, output, static () => TerminalSize.TryRead(StandardStreams.Output, out TerminalSize size) ? size : UsualSize, hasColours);
    }
}
