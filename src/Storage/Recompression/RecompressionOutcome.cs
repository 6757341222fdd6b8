namespace Larder.Storage;

/// <summary>What writing results anew did.</summary>
/// <param name="Files">Results written anew.</param>
/// <param name="RawBytes">What they are uncompressed.</param>
/// <param name="OldBytes">The lengths of their files before.</param>
/// <param name="NewBytes">And after.</param>
/// <param name="Remaining">Results that could not be read or written, and are as they were.</param>
public readonly record struct RecompressionOutcome(long Files, long RawBytes, long OldBytes, long NewBytes, long Remaining);
