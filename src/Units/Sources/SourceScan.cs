using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>A source tree as it stood at one time.</summary>
/// <param name="Stamp">Of all files' paths and statuses (size, inode, mtime, ctime): where it is the same as before, nothing was touched in between, not even and put back.</param>
/// <param name="Digest">Of all of it: paths, kinds and contents.</param>
/// <param name="Files">Sorted by path, bytewise.</param>
internal sealed record SourceScan(Digest Stamp, Digest Digest, SourceFile[] Files);
