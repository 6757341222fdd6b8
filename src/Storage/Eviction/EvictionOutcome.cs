namespace Larder.Storage;

/// <summary>What eviction did.</summary>
/// <param name="Files">Entries removed.</param>
/// <param name="Bytes">What they took on disk.</param>
/// <param name="WithinLimits">Whether the store keeps its limits now, as far as is known.</param>
public readonly record struct EvictionOutcome(long Files, long Bytes, bool WithinLimits);
