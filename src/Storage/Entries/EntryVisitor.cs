using Larder.Posix;

namespace Larder.Storage;

/// <summary>Is shown an entry by <see cref="StoreWalk.Visit"/>.</summary>
/// <param name="path">Its file; valid during the call.</param>
/// <param name="kind">By its name.</param>
/// <param name="key">By its name.</param>
/// <param name="status">Of the file just now.</param>
internal delegate void EntryVisitor(ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status);
