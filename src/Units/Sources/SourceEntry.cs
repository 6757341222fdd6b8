using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>A file of a tree as a walk met it.</summary>
/// <param name="PathAt">Where its path begins among those of the listing.</param>
/// <param name="PathLength">In bytes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">As in <see cref="SourceFile"/>.</param>
/// <param name="Status">Of the file itself. Of an empty directory nothing: its time stamps tell of files that don't count.</param>
/// <param name="Beyond">Of a link that leads out of the tree: the stamp of what it leads to.</param>
internal readonly record struct SourceEntry(int PathAt, int PathLength, SourceFileKind Kind, Digest Content, FileStatus Status, Digest Beyond);
