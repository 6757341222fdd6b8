using Larder.Posix;

namespace Larder.Units.Replay.Trees;

/// <summary>Something below a directory.</summary>
/// <param name="Path">Relative to the directory.</param>
/// <param name="Status">Of itself, where it is a link too.</param>
internal readonly record struct TreeEntry(string Path, FileStatus Status);
