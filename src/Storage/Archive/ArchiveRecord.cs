namespace Larder.Storage;

/// <summary>One entry's head in an archive.</summary>
/// <param name="Kind">Its kind; 0 is the end of the archive.</param>
/// <param name="Key">Its key.</param>
/// <param name="Size">The length of its file; at the end, the number of records.</param>
/// <param name="Used">When it was last used, in seconds since the epoch.</param>
internal readonly record struct ArchiveRecord(EntryKind Kind, Digest Key, long Size, long Used);
