namespace Larder.CommandLine.Text;

/// <summary>Spans of time as people say them.</summary>
internal static class Span
{
    /// <summary>"3 seconds", "2 minutes", "5 hours", "12 days"; "a moment" for less than a second.</summary>
    internal static string Of(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "a moment",
        < 120 => Quantity.Of((long)span.TotalSeconds, "second", "seconds"),
        < 7200 => Quantity.Of((long)span.TotalMinutes, "minute", "minutes"),
        < 172800 => Quantity.Of((long)span.TotalHours, "hour", "hours"),
        _ => Quantity.Of((long)span.TotalDays, "day", "days"),
    };

    /// <summary>"850 µs", "12.3 ms", "4.56 s", "3 min 20 s".</summary>
    internal static string Exact(long nanoseconds) => nanoseconds switch
    {
        < 1_000_000 => $"{nanoseconds / 1000} µs",
        < 1_000_000_000 => $"{nanoseconds / 1e6:0.0} ms",
        < 120_000_000_000 => $"{nanoseconds / 1e9:0.00} s",
        _ => $"{nanoseconds / 60_000_000_000} min {nanoseconds / 1_000_000_000 % 60} s",
    };
}
