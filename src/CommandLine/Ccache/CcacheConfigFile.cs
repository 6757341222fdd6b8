using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Ccache;

/// <summary>Changes a line of ccache's configuration file, leaving all others as they are. The file is replaced as a whole.</summary>
internal static class CcacheConfigFile
{
    private const uint NewFileMode = 0x1B6; // 0666
    private const uint NewDirectoryMode = 0x1FF; // 0777
    private const long LongestFile = 1 << 20;

    /// <summary>Sets a key's value: in its line where it has one, else at the end. What went wrong, or nothing.</summary>
    internal static string Set(byte[] path, string key, string value)
    {
        // Behind a link stands the file that is meant.
        path = FileSystem.RealPath(path) ?? path;
        byte[]? content = FileSystem.ReadAll(path, out int error, LongestFile);
        if (content is null && !Errno.SaysAbsent(error))
            return Errno.Describe(error);
        string line = $"{key} = {value}";
        List<string> lines = [.. ByteText.Decode(content ?? []).Split('\n')];
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        int at = lines.FindLastIndex(existing => IsOf(existing, key));
        if (at < 0)
            lines.Add(line);
        else
            lines[at] = line;
        return Replace(path, ByteText.Encode(string.Join('\n', lines) + "\n"));
    }

    private static bool IsOf(string line, string key)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !line.TrimStart().StartsWith('#') && line[..equals].Trim() == key;
    }

    private static string Replace(byte[] path, byte[] content)
    {
        FileSystem.MakeDirectories(ByteString.DirectoryPrefix(path).TrimEnd((byte)'/'), NewDirectoryMode);
        byte[] suffix = new byte[8];
        RandomNames.Fill(suffix);
        byte[] temporary = ByteString.Concat(path, "."u8, suffix);
        uint mode = FileSystem.Stat(path, out FileStatus before) == Errno.None ? before.Mode & NewDirectoryMode : NewFileMode;
        int error = FileSystem.Open(temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, mode);
        if (error != Errno.None)
            return Errno.Describe(error);
        using (file)
            error = file.WriteAll(content);
        if (error == Errno.None)
            error = FileSystem.Rename(temporary, path);
        if (error == Errno.None)
            return string.Empty;
        FileSystem.Unlink(temporary);
        return Errno.Describe(error);
    }
}
