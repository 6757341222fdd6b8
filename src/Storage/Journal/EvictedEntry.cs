namespace Larder.Storage;

/// <summary>An entry that is remembered to have been removed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Cause">Why.</param>
/// <param name="Time">When, in seconds since the epoch.</param>
public readonly record struct EvictedEntry(Digest Key, EntryKind Kind, EvictionCause Cause, long Time);
