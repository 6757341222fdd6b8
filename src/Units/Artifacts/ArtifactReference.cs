namespace Larder.Units.Artifacts;

/// <summary>A unit whose view is named in an artifact's files.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="IsInText">A file that is no object, library or program names it: whoever reads that may go there and read anything.</param>
internal sealed record ArtifactReference(string Unit, bool IsInText);
