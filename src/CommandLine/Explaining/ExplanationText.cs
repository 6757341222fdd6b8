using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// Explanations for people:
/// <code>
/// src/x.c → build/x.o, compiled 12:31:05 UTC (0.42 s)
///   include/config.h changed (line 12)
///   compared with the compile of 12:20:11 UTC
/// </code>
/// </summary>
internal static class ExplanationText
{
    private const int LongestCommand = 100;

    internal static void Write(Explanation explanation, TextWriter output)
    {
        CompileNote note = explanation.Note;
        output.WriteLine(Title(note));
        foreach (Cause cause in explanation.Causes)
            output.WriteLine("  " + cause.Text);
        if (explanation.NotStored is { } unsaved)
            output.WriteLine("  not stored: " + unsaved.Text);
        if (explanation.Earlier is { } earlier && earlier != note)
            output.WriteLine($"  compared with the compile of {When(earlier.Ended, note.Ended)}{Place(note, earlier)}");
    }

    /// <summary>The call in a line.</summary>
    internal static string Title(CompileNote note)
    {
        string what = note.Source.Length > 0
            ? ByteText.Show(note.Source) + (note.Output.Length > 0 ? " → " + ByteText.Show(note.Output) : string.Empty)
            : Command(note, LongestCommand);
        string took = note.Took > 0 ? $" ({Span.Exact(note.Took)})" : string.Empty;
        return $"{what}, {(note.Took > 0 ? "compiled" : "passed on")} {When(note.Ended, 0)}{took}";
    }

    /// <summary>The command, cut where it is long.</summary>
    internal static string Command(CompileNote note, int longest)
    {
        string command = string.Join(' ', note.Arguments.Select(static word => ByteText.Show(word)));
        return command.Length <= longest ? command : command[..(longest - 1)] + "…";
    }

    /// <summary>The time, with the date where it is another than that of a time which is said besides.</summary>
    internal static string When(long milliseconds, long other)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999));
        bool isSameDay = other != 0 && milliseconds / 86_400_000 == other / 86_400_000;
        return time.ToString(isSameDay ? "HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'");
    }

    private static string Place(CompileNote note, CompileNote earlier) =>
        note.Directory.AsSpan().SequenceEqual(earlier.Directory) ? string.Empty : $" in {ByteText.Show(earlier.Directory)}";
}
