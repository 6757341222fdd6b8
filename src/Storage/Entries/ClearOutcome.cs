namespace Larder.Storage;

/// <summary>What clearing a store removed.</summary>
/// <param name="Files">Entries removed.</param>
/// <param name="Bytes">What they took on disk.</param>
/// <param name="Remaining">Entries that could not be removed.</param>
public readonly record struct ClearOutcome(long Files, long Bytes, long Remaining);
