namespace Larder.Storage;

/// <summary>The requests of a namespace and compiler, or of a session.</summary>
/// <param name="Id">As in <see cref="StatisticsFacts"/>. The group 0 is all for which there was no room.</param>
/// <param name="First">When the first of them was: seconds since the epoch; 0 where that isn't known.</param>
/// <param name="Last">When the last of them was.</param>
/// <param name="Text">What it is called; empty while nobody has said it. A group: namespace, NUL, compiler.</param>
/// <param name="Sums">What they come to.</param>
public readonly record struct HistoryRow(ulong Id, uint First, uint Last, byte[] Text, StatisticsSums Sums);
