using System.Text;
using Larder.Posix;

namespace Larder.Suites.Harness;

/// <summary>
/// What stands in a directory, however named: of each entry its type, mode, link count and content or target. Time stamps are
/// left out. Names are bytes, shown as Latin-1.
/// </summary>
public sealed class FileTree
{
    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);

    private FileTree()
    {
    }

    public static FileTree Of(string directory)
    {
        FileTree tree = new();
        tree.Add(Encoding.UTF8.GetBytes(directory), []);
        return tree;
    }

    /// <summary>The names that are here and not in an earlier state, the deepest first, as bytes.</summary>
    public IEnumerable<byte[]> AddedSince(FileTree earlier) =>
        _entries.Keys.Except(earlier._entries.Keys, StringComparer.Ordinal).Reverse().Select(Encoding.Latin1.GetBytes);

    /// <summary>What differs from another state, a line each; empty where nothing does.</summary>
    public string DifferencesTo(FileTree other)
    {
        StringBuilder text = new();
        foreach (string name in _entries.Keys.Union(other._entries.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string here = _entries.GetValueOrDefault(name, "absent");
            string there = other._entries.GetValueOrDefault(name, "absent");
            if (here != there)
                text.Append(name).Append(": ").Append(Short(here)).Append(" / ").Append(Short(there)).Append('\n');
        }

        return text.ToString();
    }

    private static string Short(string entry) => entry.Length <= 2000 ? entry : entry[..2000] + $"… ({entry.Length})";

    private void Add(byte[] directory, byte[] prefix)
    {
        if (DirectoryReader.Open(directory, out DirectoryReader reader) != Errno.None)
            return;
        List<byte[]> names = [];
        using (reader)
        {
            while (reader.Read())
                names.Add(reader.Name.ToArray());
        }

        foreach (byte[] name in names)
        {
            byte[] path = ByteString.JoinPath(directory, name);
            byte[] shown = ByteString.Concat(prefix, name);
            if (FileSystem.LinkStat(path, out FileStatus status) != Errno.None)
                continue;
            _entries[Encoding.Latin1.GetString(shown)] = Describe(path, in status);
            if (status.IsDirectory)
                Add(path, ByteString.Concat(shown, "/"u8));
        }
    }

    private static string Describe(byte[] path, in FileStatus status)
    {
        string mode = Convert.ToString(status.Mode, 8);
        if (status.IsSymbolicLink)
            return $"{mode} -> {Encoding.Latin1.GetString(FileSystem.ReadLink(path) ?? [])}";
        if (!status.IsRegular)
            return mode;
        byte[] content = FileSystem.ReadAll(path, out _) ?? [];
        string digest = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content))[..16];
        return $"{mode} links={status.LinkCount} size={content.Length} {digest} {Text(content)}";
    }

    /// <summary>Small text files are shown, so that a difference in a dependency file can be read.</summary>
    private static string Text(byte[] content) =>
        content.Length < 1500 && !content.Contains((byte)0) ? Encoding.Latin1.GetString(content) : string.Empty;
}
