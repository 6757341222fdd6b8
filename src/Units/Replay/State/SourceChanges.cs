using Larder.Units.Sources;

namespace Larder.Units.Replay.State;

/// <summary>How a live source differs from what a build directory saw.</summary>
internal sealed class SourceChanges
{
    // What is compiled, or included by what is.
    private static readonly HashSet<string> CodeExtensions = new(StringComparer.Ordinal)
    {
        ".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".m", ".mm", ".s", ".S", ".h", ".hh", ".hpp", ".hxx", ".h++", ".H", ".inl", ".ipp", ".tpp", ".inc",
    };

    /// <summary>Names appeared or went, or changed what they are.</summary>
    internal required bool Names { get; init; }

    /// <summary>Files (relative paths) that have another content.</summary>
    internal required string[] Contents { get; init; }

    /// <summary>A symbolic link leads elsewhere.</summary>
    internal required bool Links { get; init; }

    /// <summary>Files that the build tool can't tell from what it saw: they may be others, and are no newer.</summary>
    internal required string[] Unnoticed { get; init; }

    /// <summary>Something else than source code has another content: templates, scripts, lists.</summary>
    internal bool OtherThanCode => Contents.Any(path => !CodeExtensions.Contains(Path.GetExtension(path)));

    /// <param name="before">What was seen.</param>
    /// <param name="ended">When the replay that saw it had ended, in nanoseconds.</param>
    /// <param name="now">What stands there now.</param>
    internal static SourceChanges Between(SeenSource[] before, long ended, SeenSource[] now)
    {
        Dictionary<string, SeenSource> seen = before.ToDictionary(file => file.Path, StringComparer.Ordinal);
        bool names = before.Length != now.Length;
        bool links = false;
        List<string> contents = [];
        List<string> unnoticed = [];
        foreach (SeenSource file in now)
        {
            if (!seen.TryGetValue(file.Path, out SeenSource? earlier) || IsFile(file) != IsFile(earlier))
            {
                names = true;
                continue;
            }

            bool differs = file.Content != earlier.Content || file.Kind != earlier.Kind;
            links |= differs && !IsFile(file);
            if (differs)
                contents.Add(file.Path);
            // Edited while the phases ran and put back since, with its old time even: what was compiled is neither.
            bool touched = file.Modified != earlier.Modified || (file.Changed != earlier.Changed && file.Changed <= ended);
            if ((differs || touched) && file.Modified <= ended && IsFile(file))
                unnoticed.Add(file.Path);
        }

        return new SourceChanges { Names = names, Contents = [.. contents], Links = links, Unnoticed = [.. unnoticed] };
    }

    private static bool IsFile(SeenSource file) => file.Kind is SourceFileKind.File or SourceFileKind.Executable;
}
