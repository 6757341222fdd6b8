namespace Larder.Storage;

/// <summary>What reading a whole store found.</summary>
/// <param name="Files">Entries looked at.</param>
/// <param name="Bytes">The lengths of those that were read.</param>
/// <param name="Damaged">Entries that are damaged, or no files.</param>
/// <param name="Unreadable">Entries that could not be read.</param>
/// <param name="Removed">Of the damaged, how many were removed.</param>
public readonly record struct VerificationOutcome(long Files, long Bytes, long Damaged, long Unreadable, long Removed);
