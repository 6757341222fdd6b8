namespace Larder.Storage;

/// <summary>What a store's entries are before and after compression, in bytes.</summary>
/// <param name="Files">Entries.</param>
/// <param name="FileBytes">The lengths of their files.</param>
/// <param name="DiskBytes">What those take on disk.</param>
/// <param name="RawBytes">What they would be uncompressed, of those that can be read.</param>
/// <param name="ReadableBytes">The lengths of the files that can be read.</param>
public readonly record struct StoreVolume(long Files, long FileBytes, long DiskBytes, long RawBytes, long ReadableBytes);
