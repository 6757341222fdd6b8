namespace Larder.Units.Garbage;

/// <summary>What a collection is to leave.</summary>
/// <param name="MaxAge">What wasn't used for longer goes.</param>
/// <param name="MaxSize">Bytes on disk of one repository's units; beyond, what was used longest ago goes first.</param>
/// <param name="TakesSelected">What the present evaluation has selected goes too, where these limits say so; what an out-link holds never does.</param>
/// <param name="IsDryRun">Nothing is removed, only told.</param>
internal sealed record GarbageLimits(TimeSpan MaxAge, long MaxSize, bool TakesSelected, bool IsDryRun);
