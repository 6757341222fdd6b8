using Larder.CommandLine.Text;
using Larder.Storage;

namespace Larder.CommandLine.Reports.Page;

/// <summary>How a report writes its figures.</summary>
internal static class Figures
{
    internal static string Time(ulong nanoseconds) => TimeText.Of(nanoseconds);

    internal static string Time(double seconds) => seconds switch
    {
        0 => "0",
        < 1 => $"{seconds * 1000:0.#} ms",
        < 60 => $"{seconds:0.#} s",
        < 3600 => $"{seconds / 60:0.#} min",
        _ => $"{seconds / 3600:0.#} h",
    };

    internal static string Bytes(ulong bytes) => Quantity.Bytes((long)Math.Min(bytes, long.MaxValue));

    internal static string HitRate(in StatisticsSums sums) => sums.Hits + sums.Misses == 0 ? "–" : Quantity.Share(sums.Hits, sums.Hits + sums.Misses);

    /// <summary>"12:31:05 UTC", with the date where the span is of a day or more.</summary>
    internal static string Clock(long seconds, long width) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(width >= 86400 ? "d MMM yyyy" : width >= 3600 ? "d MMM HH:mm" : "HH:mm:ss");
}
