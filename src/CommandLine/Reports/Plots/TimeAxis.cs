namespace Larder.CommandLine.Reports.Plots;

/// <summary>Where times stand on a plot, from left to right, in per cent of its width.</summary>
/// <param name="From">The left end, in microseconds since the epoch.</param>
/// <param name="Until">The right end; after the left one.</param>
internal readonly record struct TimeAxis(long From, long Until)
{
    private const long Second = 1_000_000;

    /// <summary>More texts than that don't fit on a desk's screen; where there is less room the style sheet leaves out each other one.</summary>
    private const int MostTicks = 8;

    private static readonly long[] s_steps =
    [
        1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
        Second, 2 * Second, 5 * Second, 10 * Second, 20 * Second, 30 * Second, 60 * Second, 120 * Second, 300 * Second, 600 * Second, 1200 * Second, 1800 * Second,
        3600 * Second, 7200 * Second, 10_800 * Second, 21_600 * Second, 43_200 * Second, 86_400 * Second, 2 * 86_400 * Second, 7 * 86_400 * Second, 14 * 86_400 * Second, 28 * 86_400 * Second, 91 * 86_400 * Second,
    ];

    internal double Of(long time) => 100.0 * (time - From) / Math.Max(Until - From, 1);

    internal double Length(long microseconds) => 100.0 * microseconds / Math.Max(Until - From, 1);

    /// <summary>Times of day at full hours, minutes, …, in UTC.</summary>
    internal IEnumerable<(double At, string Text)> Clock()
    {
        long step = Step(Second);
        for (long time = (From + step - 1) / step * step; time <= Until; time += step)
        {
            DateTimeOffset shown = DateTimeOffset.FromUnixTimeMilliseconds(time / 1000);
            yield return (Of(time), shown.ToString(step >= 86_400 * Second ? "d MMM" : Until - From > 86_400 * Second ? "d MMM HH:mm" : step >= 60 * Second ? "HH:mm" : "HH:mm:ss"));
        }
    }

    /// <summary>How long after the left end.</summary>
    internal IEnumerable<(double At, string Text)> Elapsed()
    {
        long step = Step(0);
        for (long time = 0; time <= Until - From; time += step)
        {
            yield return (Length(time), step switch
            {
                < 1000 * 1000 when Until - From < Second => $"{time / 1000} ms",
                < Second => $"{time / 1e6:0.#} s",
                < 60 * Second => $"{time / Second} s",
                < 3600 * Second => $"{time / (60 * Second)} min",
                < 86_400 * Second => $"{time / (3600 * Second)} h",
                _ => $"{time / (86_400 * Second)} d",
            });
        }
    }

    private long Step(long least)
    {
        long length = Until - From;
        return s_steps.FirstOrDefault(step => step >= least && length / step < MostTicks, s_steps[^1] * Math.Max(length / s_steps[^1] / MostTicks, 1));
    }
}
