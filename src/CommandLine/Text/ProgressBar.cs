using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Larder.CommandLine.Text;

/// <summary>Shows how far long work is, on standard error, where a person is watching; elsewhere nothing.</summary>
internal static class ProgressBar
{
    /// <summary>Does the work, which says how far it is: from 0 to 1.</summary>
    internal static T Run<T>(CommandContext context, string title, Func<IProgress<double>?, T> work)
    {
        if (!context.IsWatched)
            return work(null);

        // What the command says itself comes at its end, so nothing else writes there meanwhile.
        using SafeFileHandle terminal = new(2, ownsHandle: false);
        using FileStream stream = new(terminal, FileAccess.Write, bufferSize: 0);
        using StreamWriter writer = new(stream) { AutoFlush = true };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Interactive = InteractionSupport.Yes, Ansi = AnsiSupport.Yes });
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(title);
                return work(new Share(task));
            });
    }

    private sealed class Share(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value * task.MaxValue;
    }
}
