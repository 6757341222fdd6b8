namespace Larder.Storage;

/// <summary>How far a log was read.</summary>
/// <param name="Inode">Which file it was.</param>
/// <param name="Offset">Where the last record ended that was read.</param>
public readonly record struct LogPlace(ulong Inode, long Offset);
