using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;

namespace Larder.CommandLine.Watching;

/// <summary>One request that ended while somebody watched.</summary>
internal sealed class WatchedCompile
{
    internal WatchedCompile(WatchEvent happened, DateTimeOffset time, string? explanation)
    {
        Event = happened;
        Time = time;
        Explanation = explanation;
        Kind = WatchText.KindOf(happened.Reason);
        Reason = WatchText.ReasonName(happened.Reason);
        Compiler = ByteText.Show(ByteString.FileName(happened.Compiler.Span));
        Source = WatchText.Relative(happened.Source.Span, happened.WorkingDirectory.Span);
        long nanoseconds = 0;
        foreach (Stage stage in happened.Stages)
            nanoseconds += Math.Clamp(stage.Nanoseconds, 0, Longest);
        Duration = Of(nanoseconds);
        Saved = Kind == CompileKind.Hit ? Of(happened.Saved) : TimeSpan.Zero;
    }

    /// <summary>What no stage takes: 30 years. More of them than a message has still fit a number.</summary>
    private const long Longest = 1_000_000_000L * 86_400 * 365 * 30;

    internal WatchEvent Event { get; }

    /// <summary>When it was heard of.</summary>
    internal DateTimeOffset Time { get; }

    internal CompileKind Kind { get; }

    /// <summary>The counter's name.</summary>
    internal string Reason { get; }

    /// <summary>Its file's name.</summary>
    internal string Compiler { get; }

    /// <summary>From the working directory on where it is below that; empty where a command has none.</summary>
    internal string Source { get; }

    /// <summary>The build that it is of.</summary>
    internal string Session => SessionText.Of(Event.Session, ByteText.Show(Event.SessionName.Span));

    internal string Directory => ByteText.Show(Event.WorkingDirectory.Span);

    /// <summary>What the reason is about: an option, a file.</summary>
    internal string Detail => ByteText.Show(Event.Detail.Span);

    /// <summary>Why it is a miss, where somebody knows more than the reason says.</summary>
    internal string? Explanation { get; }

    /// <summary>All stages together.</summary>
    internal TimeSpan Duration { get; }

    /// <summary>What the compiler took when the result was made; zero where that isn't known, or nothing was saved.</summary>
    internal TimeSpan Saved { get; }

    internal static TimeSpan Of(long nanoseconds) => TimeSpan.FromTicks(Math.Clamp(nanoseconds, 0, Longest) / 100);
}
