using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Sources.Git;

/// <summary>The lines of a .gitignore file, or of one like it.</summary>
internal sealed class IgnoreFile
{
    /// <summary>The largest that is read; git's own limit (PATTERN_MAX_FILE_SIZE) is larger than any that people write too.</summary>
    internal const long MaxSize = 16 << 20;

    private readonly IgnorePattern[] _patterns;

    private IgnoreFile(IgnorePattern[] patterns, Digest text)
    {
        _patterns = patterns;
        Text = text;
    }

    /// <summary>The digest of its text.</summary>
    internal Digest Text { get; }

    /// <summary>Reads its text. Null where it says nothing.</summary>
    internal static IgnoreFile? Read(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        Digest whole = Digest.Of(text);
        List<IgnorePattern> patterns = [];
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];

            // A line ends at a NUL, as C has it.
            int zero = line.IndexOf((byte)0);
            line = zero >= 0 ? line[..zero] : line.EndsWith("\r"u8) ? line[..^1] : line;
            if (IgnorePattern.Read(line) is { } pattern)
                patterns.Add(pattern);
        }

        return patterns.Count == 0 ? null : new IgnoreFile([.. patterns], whole);
    }

    /// <summary>Reads a file that must not be a link (git refuses to follow one), by its path. Null where there is none, or it can't be read.</summary>
    internal static IgnoreFile? ReadUnlinked(ReadOnlySpan<byte> path) =>
        FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlagsExtensions.NoFollow, out FileDescriptor file) == Errno.None ? ReadAndClose(file) : null;

    /// <summary>The same in an open directory.</summary>
    internal static IgnoreFile? ReadUnlinked(FileDescriptor directory, ReadOnlySpan<byte> name) =>
        DirectoryEntries.Open(directory, name, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file) == Errno.None ? ReadAndClose(file) : null;

    /// <summary>What the last line that matches says: true, ignored; false, not ignored; null: none matches.</summary>
    internal bool? Judge(ReadOnlySpan<byte> path, int nameAt, bool isDirectory)
    {
        for (int i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(path, nameAt, isDirectory))
                return !_patterns[i].IsNegative;
        }

        return null;
    }

    private static IgnoreFile? ReadAndClose(FileDescriptor file)
    {
        using (file)
        {
            if (file.Stat(out FileStatus status) != Errno.None || !status.IsRegular)
                return null;
            return file.ReadToEnd(out _, MaxSize) is { } text ? Read(text) : null;
        }
    }
}
