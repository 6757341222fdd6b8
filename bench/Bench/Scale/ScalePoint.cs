using Larder.Bench.Measuring;

namespace Larder.Bench.Scale;

/// <summary>What was measured in one cache.</summary>
/// <param name="Entries">How many entries it holds.</param>
internal sealed record ScalePoint(int Entries)
{
    /// <summary>What was measured many times, in microseconds, by its name.</summary>
    internal Dictionary<string, Spread> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>What the generator took, in seconds.</summary>
    internal double Filling { get; set; }

    /// <summary>What the entries take on disk, in bytes.</summary>
    internal double Size { get; set; }

    /// <summary>Counting all of it (`larder trim` within the limits).</summary>
    internal Sample Count { get; set; }

    /// <summary>Evicting a tenth of it.</summary>
    internal Sample Evict { get; set; }

    /// <summary>How many entries that were.</summary>
    internal long Evicted { get; set; }
}
