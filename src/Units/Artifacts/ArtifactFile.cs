using Larder.Storage;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>Something in an output.</summary>
/// <param name="Path">Relative to the output.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Content">Digest of the content, or of a link's target.</param>
/// <param name="Interface">What of it a dependent's link can see: for a shared library its soname, needed libraries and exported symbols. Of a Rust library: the digest of its metadata. For all else <paramref name="Content"/>.</param>
/// <param name="Size">Bytes.</param>
internal sealed record ArtifactFile(string Path, SourceFileKind Kind, int Mode, Digest Content, Digest Interface, long Size)
{
    /// <summary>A link's text; null for all else.</summary>
    internal string? Target { get; init; }
}
