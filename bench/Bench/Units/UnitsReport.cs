using System.Globalization;
using Larder.Bench.Measuring;

namespace Larder.Bench.Units;

/// <summary>The rows.</summary>
internal static class UnitsReport
{
    /// <summary>Measures several times, the times numbered from 1.</summary>
    internal static double[] Repeat(int rounds, Func<int, double> measure) => [.. Enumerable.Range(1, rounds).Select(measure)];

    /// <summary>A row: median and quartiles.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="microseconds">How long it took each time.</param>
    /// <param name="remark">What else there is to say; empty: nothing.</param>
    internal static void Say(string what, double[] microseconds, string remark = "")
    {
        var spread = Spread.Of(microseconds);
        var quartiles = string.Create(CultureInfo.InvariantCulture, $"{spread.LowerQuartile / 1000:0.0} .. {spread.UpperQuartile / 1000:0.0} ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {spread.Median / 1000,10:0.0} ms   {quartiles,-24} {remark}").TrimEnd());
    }
}
