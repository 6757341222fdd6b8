using Larder.Storage;

namespace Larder.Units.Sources.Git;

/// <summary>What .gitignore files and repositories outside of a directory mean for what is in it.</summary>
/// <param name="Repository">The repository that it is part of; null: none.</param>
/// <param name="Rules">Of the directories above it, up to the repository's root, and of info/exclude. Its own .gitignore is not among them.</param>
/// <param name="Prefix">The directory's path relative to the repository's root, with a slash at its end; empty at the root and without a repository.</param>
/// <param name="Id">The digest of all of these and of the repository's index's status: where it is the same, the same files count.</param>
internal sealed record IgnoreContext(GitRepository? Repository, IgnoreRules? Rules, byte[] Prefix, Digest Id)
{
    internal static IgnoreContext None { get; } = new(null, null, [], default);
}
