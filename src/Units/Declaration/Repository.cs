namespace Larder.Units.Declaration;

/// <summary>A repository that declares units.</summary>
/// <param name="Root">Its directory, real and absolute.</param>
/// <param name="File">The file that declares them: units.nix, or the peer's bob.nix.</param>
internal sealed record Repository(string Root, string File);
