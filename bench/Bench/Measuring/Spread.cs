namespace Larder.Bench.Measuring;

/// <summary>What a series of measurements comes to. No means: one interrupted run must not move the result.</summary>
/// <param name="Count">How many measurements.</param>
/// <param name="Median">Their median.</param>
/// <param name="LowerQuartile">A quarter lies below.</param>
/// <param name="UpperQuartile">A quarter lies above.</param>
/// <param name="Deviation">The median of the absolute deviations from the median.</param>
internal sealed record Spread(int Count, double Median, double LowerQuartile, double UpperQuartile, double Deviation)
{
    /// <summary>The spread of at least one value.</summary>
    internal static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var median = Quantile(sorted, 0.5);
        double[] deviations = [.. sorted.Select(value => Math.Abs(value - median)).Order()];
        return new Spread(sorted.Length, median, Quantile(sorted, 0.25), Quantile(sorted, 0.75), Quantile(deviations, 0.5));
    }

    /// <summary>Linear between the two neighbours.</summary>
    private static double Quantile(double[] sorted, double fraction)
    {
        var position = (sorted.Length - 1) * fraction;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
