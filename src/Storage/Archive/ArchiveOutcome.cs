namespace Larder.Storage;

/// <summary>What writing or reading an archive did.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Files">Entries that went into the archive, or from it into the store.</param>
/// <param name="Bytes">The lengths of their files.</param>
/// <param name="Present">Entries that were there already.</param>
/// <param name="Damaged">Entries that are not whole, and were left out.</param>
/// <param name="Failed">Entries that the store did not take.</param>
/// <param name="Error">The error number, for <see cref="ArchiveState.Failed"/>.</param>
public readonly record struct ArchiveOutcome(ArchiveState State, long Files, long Bytes, long Present, long Damaged, long Failed, int Error);
