namespace Larder.Storage;

/// <summary>How storing a result under the key of its content ended.</summary>
/// <param name="Written">Whether it stands now.</param>
/// <param name="Key">Where.</param>
/// <param name="SharedBytes">What the one that stood there takes on disk; 0 where this one was written.</param>
/// <param name="WasDamaged">What stood there was not whole, and was replaced: the caller counts it.</param>
public readonly record struct SharedWriteOutcome(WriteOutcome Written, Digest Key, long SharedBytes, bool WasDamaged);
