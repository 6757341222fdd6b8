namespace Larder.CommandLine.Text;

/// <summary>Lengths of time as people read them.</summary>
internal static class TimeText
{
    private const ulong Second = 1_000_000_000;

    /// <summary>"0 s", "350 ms", "4.2 s", "3 min 5 s", "2 h 10 min", "12 days 3 h": the two largest units, or two digits.</summary>
    internal static string Of(ulong nanoseconds)
    {
        ulong seconds = (nanoseconds + (Second / 2)) / Second;
        return nanoseconds switch
        {
            0 => "0 s",
            < Second / 1000 => "less than 1 ms",
            _ when nanoseconds < 999_500_000 => (nanoseconds / 1e6).ToString("F0") + " ms",
            _ when nanoseconds < 10 * Second => (nanoseconds / 1e9).ToString("0.#") + " s",
            _ => seconds switch
            {
                < 60 => $"{seconds} s",
                < 3600 => Two(seconds / 60, "min", seconds % 60, "s"),
                < 86400 => Two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
                _ => Two(seconds / 86400, seconds < 2 * 86400 ? "day" : "days", seconds % 86400 / 3600, "h"),
            },
        };
    }

    private static string Two(ulong large, string unit, ulong small, string smallUnit) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smallUnit}";
}
