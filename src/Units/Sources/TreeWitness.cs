using Larder.Posix;

namespace Larder.Units.Sources;

/// <summary>A directory or a .gitignore file that a walk looked at.</summary>
/// <param name="Path">Relative to the tree; empty: the tree itself.</param>
/// <param name="Status">Its status before that.</param>
internal readonly record struct TreeWitness(string Path, FileStatus Status);
