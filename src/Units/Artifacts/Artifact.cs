using Larder.Storage;

namespace Larder.Units.Artifacts;

/// <summary>What one build of a unit installed.</summary>
/// <param name="Key">Of the unit's identity and all that went into it.</param>
/// <param name="Outputs">By the output's name, its files sorted by path; an output that is one file (not a directory) has one with an empty path.</param>
internal sealed record Artifact(Digest Key, SortedDictionary<string, ArtifactFile[]> Outputs)
{
    /// <summary>Of all contents, modes and names.</summary>
    internal required Digest Content { get; init; }

    /// <summary>The same with <see cref="ArtifactFile.Interface"/> for the contents of shared libraries.</summary>
    internal required Digest Interface { get; init; }

    /// <summary>
    /// The same with the metadata of Rust libraries for their contents: what a crate can see that links nothing. It is <see cref="Content"/> where there is no such
    /// library, or where files lead to the view itself, and so to more than the metadata.
    /// </summary>
    internal required Digest Metadata { get; init; }

    /// <summary>Of the shared libraries' interfaces and names alone.</summary>
    internal required Digest Link { get; init; }

    /// <summary>The units whose views its files name, sorted by name: who sees this artifact may see those too. Found by searching the contents, as Nix finds references.</summary>
    internal required ArtifactReference[] References { get; init; }

    /// <summary>Something in it can be run (a program or a script, not only libraries): then a dependent may run it while it is built, and all that it loads counts.</summary>
    internal required bool HasPrograms { get; init; }

    /// <summary>Less than all of its content counts for a crate that links nothing.</summary>
    internal bool HasMetadata => Metadata != Content;
}
