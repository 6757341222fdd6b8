namespace Larder.CommandLine.Text;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    /// <summary>"0 B", "512 B", "1.5 KiB", "10 GiB": three significant digits, units of 1024.</summary>
    internal static string Bytes(long bytes)
    {
        ReadOnlySpan<string> units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        double value = bytes;
        int unit = 0;

        // What rounds to 1000 of a unit goes on to the next: "1023 KiB" would be a digit too many for "1 MiB".
        while (Math.Abs(value) >= 999.5 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        int decimals = unit == 0 || Math.Abs(value) >= 99.95 ? 0 : Math.Abs(value) >= 9.995 ? 1 : 2;
        string digits = value.ToString("F" + decimals.ToString());
        return (decimals == 0 ? digits : digits.TrimEnd('0').TrimEnd('.')) + " " + units[unit];
    }

    /// <summary>"66.7 %", or nothing where there is nothing to take a share of.</summary>
    internal static string Share(ulong part, ulong whole) =>
        whole == 0 ? string.Empty : (100.0 * part / whole).ToString("F1") + " %";

    /// <summary>"2026-03-01 12:30:05 UTC".</summary>
    internal static string Time(long secondsSinceEpoch) =>
        DateTimeOffset.FromUnixTimeSeconds(secondsSinceEpoch).ToString("yyyy-MM-dd HH:mm:ss") + " UTC";

    /// <summary>"1 file", "3 files".</summary>
    internal static string Of(long count, string thing, string things) => count.ToString() + " " + (count == 1 ? thing : things);
}
