using Larder.Storage;

namespace Larder.Units.Sources;

/// <summary>Something in a source tree.</summary>
/// <param name="Path">Relative to the tree's root.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">Of a file, its content's digest; of a symbolic link, its target's text. Of a directory, none.</param>
internal sealed record SourceFile(string Path, SourceFileKind Kind, Digest Content);
