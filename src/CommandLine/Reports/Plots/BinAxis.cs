using Larder.CommandLine.Reports.Data;

namespace Larder.CommandLine.Reports.Plots;

/// <summary>The time axis of bars that stand for spans of time.</summary>
internal static class BinAxis
{
    internal static TimeAxis Of(List<TimeBin> bins) => new(bins[0].Start * 1_000_000, (bins[^1].Start + bins[^1].Width) * 1_000_000);
}
