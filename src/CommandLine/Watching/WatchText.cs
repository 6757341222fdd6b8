using System.Globalization;
using Larder.CommandLine.Reporting;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;
using Spectre.Console;

namespace Larder.CommandLine.Watching;

/// <summary>What is watched, as people read it.</summary>
internal static class WatchText
{
    private const string Ellipsis = "…";

    /// <summary>"0.42 ms", "31.5 ms", "1.20 s", "3 min 5 s", "2 h 4 min", "3 d 4 h".</summary>
    internal static string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 9.995 } => Number(span.TotalMilliseconds, "0.00", " ms"),
        { TotalMilliseconds: < 99.95 } => Number(span.TotalMilliseconds, "0.0", " ms"),
        { TotalMilliseconds: < 999.5 } => Number(span.TotalMilliseconds, "0", " ms"),
        { TotalSeconds: < 9.995 } => Number(span.TotalSeconds, "0.00", " s"),
        { TotalSeconds: < 59.95 } => Number(span.TotalSeconds, "0.0", " s"),
        { TotalSeconds: < 3599.5 } => Minutes(TimeSpan.FromSeconds(Math.Round(span.TotalSeconds))),
        { TotalDays: < 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    /// <summary>The same in whole seconds.</summary>
    internal static string Clock(TimeSpan span) => span is { TotalMinutes: < 1 } ? $"{(int)span.TotalSeconds} s" : Span(span);

    /// <summary>The counter's name, as the statistics have it.</summary>
    internal static string ReasonName(uint reason) => reason <= ushort.MaxValue ? CounterRows.NameOf((ushort)reason) : "counter_" + reason.ToString();

    internal static CompileKind KindOf(uint reason) => reason > ushort.MaxValue ? CompileKind.Uncached : CounterGroups.Of((Counter)reason) switch
    {
        CounterGroup.Hit => CompileKind.Hit,
        CounterGroup.Miss => CompileKind.Miss,
        _ => CompileKind.Uncached,
    };

    internal static string KindName(CompileKind kind) => kind switch
    {
        CompileKind.Hit => "hit",
        CompileKind.Miss => "miss",
        _ => "uncached",
    };

    /// <summary>The same in a sentence's words, without what the kind says already: "direct" for a hit, nothing for a miss, "called for link".</summary>
    internal static string ReasonWords(CompileKind kind, string name)
    {
        string words = name.Replace('_', ' ');
        return kind switch
        {
            CompileKind.Hit when words.EndsWith(" hit", StringComparison.Ordinal) => words[..^" hit".Length],
            CompileKind.Miss when words == "miss" => string.Empty,
            CompileKind.Miss when words.EndsWith(" miss", StringComparison.Ordinal) => words[..^" miss".Length],
            _ => words,
        };
    }

    /// <summary>A path from a directory on where that is shorter, or else as it is.</summary>
    internal static string Relative(ReadOnlySpan<byte> path, ReadOnlySpan<byte> directory)
    {
        directory = directory.TrimEnd((byte)'/');
        bool isBelow = !directory.IsEmpty && path.Length > directory.Length + 1 && path.StartsWith(directory) && path[directory.Length] == (byte)'/';
        return ByteText.Show(isBelow ? path[(directory.Length + 1)..] : path);
    }

    /// <summary>The stages that matter, where there are several: "wait 31 ms, compile 1.20 s".</summary>
    internal static string Stages(WatchedCompile compile)
    {
        const int Matters = 20; // a twentieth
        if (compile.Event.Stages.Length < 2)
            return string.Empty;
        return string.Join(", ", compile.Event.Stages.Select(static stage => (Name: ByteText.Show(stage.Name.Span), Length: WatchedCompile.Of(stage.Nanoseconds)))
            .Where(stage => stage.Length * Matters >= compile.Duration).Select(static stage => $"{stage.Name} {Span(stage.Length)}"));
    }

    /// <summary>How many columns of a terminal a text takes.</summary>
    internal static int Columns(string text) => text.GetCellWidth();

    /// <summary>Characters that stand in one column, as letters with their marks do: with more, less is shown than there would be room for.</summary>
    private const int MostPerColumn = 4;

    /// <summary>Text that takes no more columns than there are. A path loses its beginning, for its end says more.</summary>
    internal static string Fit(string text, int width, bool keepEnd = false)
    {
        if (width <= 0)
            return string.Empty;
        if (Columns(text) <= width)
            return text;

        // Of a very long one, what can't be shown is cut off at once: each turn below measures all that is left.
        int most = width * MostPerColumn;
        if (text.Length > most)
            text = keepEnd ? text[^most..] : text[..most];
        while (text.Length > 0 && Columns(text) > width - 1)
        {
            // What stands for half a character is no character.
            bool isPair = text.Length > 1 && (keepEnd ? char.IsHighSurrogate(text[0]) : char.IsLowSurrogate(text[^1]) && char.IsHighSurrogate(text[^2]));
            int gone = isPair ? 2 : 1;
            text = keepEnd ? text[gone..] : text[..^gone];
        }

        return keepEnd ? Ellipsis + text : text + Ellipsis;
    }

    private static string Minutes(TimeSpan span) => $"{(int)span.TotalMinutes} min {span.Seconds} s";

    private static string Number(double value, string format, string unit) => value.ToString(format, CultureInfo.InvariantCulture) + unit;
}
