using Larder.CommandLine.Reports.Page;

namespace Larder.CommandLine.Reports.Plots;

/// <summary>Where values stand on a plot, from its foot up, in pixels.</summary>
internal sealed class ValueAxis
{
    private readonly double _step;
    private readonly Func<double, string> _text;

    /// <param name="largest">The largest value that is shown.</param>
    /// <param name="height">The plot's height.</param>
    /// <param name="text">How a value is written.</param>
    /// <param name="step">The distance of lines; 0: a good one.</param>
    internal ValueAxis(double largest, double height, Func<double, string> text, double step = 0)
    {
        const int Steps = 3;
        _step = step > 0 ? step : Nice(largest / Steps);
        _text = text;
        Height = height;
        Top = Math.Max(Math.Ceiling(largest / _step), 1) * _step;
    }

    internal double Height { get; }

    /// <summary>The axis of a number of bytes, whose lines stand at full KiB, MiB, ….</summary>
    internal static ValueAxis OfBytes(double largest, double height) =>
        new(largest, height, static value => Text.Quantity.Bytes((long)value), Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(largest, 1) / 3))));

    /// <summary>The axis of seconds, whose lines stand at full minutes and hours where there are so many.</summary>
    internal static ValueAxis OfSeconds(double largest, double height, double step) => new(largest, height, static value => Figures.Time(value), step);

    /// <summary>A good distance of lines for so many seconds.</summary>
    internal static double StepOfSeconds(double largest) =>
        largest / 3 <= 20 ? Nice(largest / 3) : ((double[])[30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200]).FirstOrDefault(step => step >= largest / 3, Nice(largest / 3 / 86_400) * 86_400);

    /// <summary>The axis of a number of things, of which there are no parts.</summary>
    internal static ValueAxis OfCount(double largest, double height) => new(largest, height, static value => $"{value:#,0}", largest <= 3 ? 1 : 0);

    /// <summary>The value at the plot's top.</summary>
    internal double Top { get; }

    /// <summary>The distance of a value from the top.</summary>
    internal double Of(double value) => Height * (1 - (value / Top));

    internal IEnumerable<(double At, string Text)> Ticks()
    {
        for (int i = 0; i * _step <= Top * 1.001; i++)
            yield return (Of(i * _step), _text(i * _step));
    }

    /// <summary>The next of 1, 2, 5, 10, …</summary>
    private static double Nice(double step)
    {
        if (step <= 0)
            return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1.0001 => power,
            <= 2.0001 => 2 * power,
            <= 5.0001 => 5 * power,
            _ => 10 * power,
        };
    }
}
