namespace Larder.Storage;

/// <summary>The requests of a span of time.</summary>
/// <param name="Start">When it begins: seconds since the epoch, a multiple of the span's length, so that days are those of UTC.</param>
/// <param name="Sums">What they come to.</param>
public readonly record struct HistoryBucket(uint Start, StatisticsSums Sums);
