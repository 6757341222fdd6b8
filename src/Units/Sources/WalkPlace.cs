using Larder.Units.Sources.Git;

namespace Larder.Units.Sources;

/// <summary>Which rules count where a walk is.</summary>
/// <param name="Repository">The repository around; null: none.</param>
/// <param name="Rules">What is ignored.</param>
/// <param name="RepositoryAt">Where in the walk's path the part begins that is relative to the repository's root.</param>
/// <param name="IsTrackedOnly">The directory is ignored, and walked for the files in it that git tracks all the same.</param>
internal readonly record struct WalkPlace(GitRepository? Repository, IgnoreRules? Rules, int RepositoryAt, bool IsTrackedOnly);
