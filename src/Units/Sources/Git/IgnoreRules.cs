namespace Larder.Units.Sources.Git;

/// <summary>The .gitignore files that count in a directory: its own, then those above it up to the repository's root, then .git/info/exclude.</summary>
/// <param name="File">The nearest.</param>
/// <param name="Base">How many bytes of a path (relative to the repository's root) lead to the directory of that file, the slash included.</param>
/// <param name="Outer">The further ones.</param>
internal sealed record IgnoreRules(IgnoreFile File, int Base, IgnoreRules? Outer)
{
    /// <summary>The rules with a directory's own file before them, where it has one.</summary>
    internal static IgnoreRules? With(IgnoreRules? outer, IgnoreFile? file, int directoryLength) =>
        file is null ? outer : new IgnoreRules(file, directoryLength, outer);

    /// <summary>Whether a path is ignored, given that no directory above it is. The nearest file that speaks of it decides.</summary>
    /// <param name="path">Relative to the repository's root.</param>
    /// <param name="nameAt">Where its last component begins.</param>
    /// <param name="isDirectory">It is a directory, not a link to one.</param>
    internal bool Ignores(ReadOnlySpan<byte> path, int nameAt, bool isDirectory)
    {
        for (IgnoreRules? rules = this; rules is not null; rules = rules.Outer)
        {
            if (rules.File.Judge(path[rules.Base..], nameAt - rules.Base, isDirectory) is { } verdict)
                return verdict;
        }

        return false;
    }
}
