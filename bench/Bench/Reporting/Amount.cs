using Larder.Bench.Scenarios;

namespace Larder.Bench.Reporting;

/// <summary>Numbers in a unit that suits their size.</summary>
internal static class Amount
{
    internal static string Show(double value, Quantity quantity) => quantity switch
    {
        Quantity.Memory => $"{value / 1e6:0.00} MB",
        Quantity.Rate => $"{value:0} /s",
        _ => Time(value),
    };

    private static string Time(double microseconds) => Math.Abs(microseconds) switch
    {
        >= 1e6 => $"{microseconds / 1e6:0.00} s",
        < 1e3 => $"{microseconds:0} us",
        _ => $"{microseconds / 1e3:0.00} ms",
    };
}
