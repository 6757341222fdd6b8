namespace Larder.Bench.Measuring;

/// <summary>What one tool took in each round of a scenario.</summary>
internal sealed class Series(string tool)
{
    private readonly List<Sample> samples = [];

    internal string Tool { get; } = tool;

    internal void Add(Sample sample) => samples.Add(sample);

    /// <summary>What was measured, in the quantity of the scenario.</summary>
    internal Spread Value => Spread.Of(samples.Select(sample => sample.Value));

    /// <summary>Microseconds that this tool took longer than <paramref name="bare"/> in the same round.</summary>
    internal Spread Added(Series bare) => Spread.Of(samples.Zip(bare.samples, (mine, other) => mine.Value - other.Value));

    /// <summary>The same for processor time, in which other programs' work shows less. (A server's time is missing from it.)</summary>
    internal Spread AddedProcessor(Series bare) =>
        Spread.Of(samples.Zip(bare.samples, (mine, other) => mine.Processor - other.Processor));
}
