namespace Larder.CommandLine.Ccache;

/// <summary>Sizes as ccache writes them, in powers of 1000.</summary>
internal static class CcacheQuantity
{
    private const double Kilo = 1e3;
    private const double Mega = 1e6;
    private const double Giga = 1e9;

    /// <summary>"3.0 GB", "8.2 kB".</summary>
    internal static string Shown(long bytes) =>
        bytes >= Giga ? $"{bytes / Giga:F1} GB" : bytes >= Mega ? $"{bytes / Mega:F1} MB" : $"{bytes / Kilo:F1} kB";

    /// <summary>As a setting's value: "3.0G", "500.0M", "409600".</summary>
    internal static string OfSetting(long bytes) =>
        bytes >= Giga ? $"{bytes / Giga:F1}G" : bytes >= Mega ? $"{bytes / Mega:F1}M" : bytes.ToString();
}
