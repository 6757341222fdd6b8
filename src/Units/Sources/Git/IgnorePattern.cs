namespace Larder.Units.Sources.Git;

/// <summary>One line of a .gitignore file.</summary>
/// <remarks>As git's dir.c reads and applies it (parse_path_pattern, match_basename, match_pathname), with what that does beyond the manual.</remarks>
internal sealed class IgnorePattern
{
    private readonly byte[] _pattern;
    private readonly int _literal;
    private readonly bool _isForDirectories;
    private readonly bool _isForNames;
    private readonly bool _isForEnds;

    private IgnorePattern(ReadOnlySpan<byte> line)
    {
        IsNegative = line.StartsWith("!"u8);
        if (IsNegative)
            line = line[1..];
        _isForDirectories = line.EndsWith("/"u8);
        if (_isForDirectories)
            line = line[..^1];
        _isForNames = line.IndexOf((byte)'/') < 0;
        _isForEnds = line.StartsWith("*"u8) && Wildmatch.LiteralLength(line[1..]) == line.Length - 1;
        if (line.StartsWith("/"u8))
            line = line[1..];
        _literal = Wildmatch.LiteralLength(line);
        _pattern = line.ToArray();
    }

    /// <summary>What it matches is not ignored, whatever lines before it say.</summary>
    internal bool IsNegative { get; }

    /// <summary>Reads a line, without its end. Null for an empty one and a comment.</summary>
    internal static IgnorePattern? Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] == (byte)'#')
            return null;
        line = WithoutBlanks(line);
        return new IgnorePattern(line);
    }

    /// <summary>Whether it speaks of a file or directory.</summary>
    /// <param name="path">Relative to the directory whose .gitignore it is from.</param>
    /// <param name="nameAt">Where the last component begins.</param>
    /// <param name="isDirectory">It is a directory, not a link to one.</param>
    internal bool Matches(ReadOnlySpan<byte> path, int nameAt, bool isDirectory)
    {
        if (_isForDirectories && !isDirectory)
            return false;
        return _isForNames ? MatchesName(path[nameAt..]) : MatchesPath(path);
    }

    private bool MatchesName(ReadOnlySpan<byte> name)
    {
        if (_literal == _pattern.Length)
            return name.SequenceEqual(_pattern);
        return _isForEnds ? name.EndsWith(_pattern.AsSpan(1)) : Wildmatch.Matches(_pattern, name, isPath: false);
    }

    private bool MatchesPath(ReadOnlySpan<byte> path)
    {
        // What needs no pattern is compared first, and the rest is a pattern of its own: so "a**/b" matches "a1/2/b", as it does in git.
        ReadOnlySpan<byte> pattern = _pattern;
        if (!path.StartsWith(pattern[.._literal]))
            return false;
        if (_literal == pattern.Length && path.Length == _literal)
            return true;
        return Wildmatch.Matches(pattern[_literal..], path[_literal..], isPath: true);
    }

    /// <summary>Without the blanks at the end, unless a backslash keeps the first of them.</summary>
    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> line)
    {
        int blanks = -1;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == (byte)' ')
            {
                if (blanks < 0)
                    blanks = i;
                continue;
            }

            blanks = -1;
            if (line[i] == (byte)'\\' && ++i >= line.Length)
                return line;
        }

        return blanks < 0 ? line : line[..blanks];
    }
}
