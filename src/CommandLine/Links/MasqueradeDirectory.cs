using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Links;

/// <summary>A directory of links to larder. A build may use it meanwhile: a link that stays is never gone for a moment.</summary>
/// <param name="directory">Where they stand.</param>
/// <param name="target">What each says.</param>
internal sealed class MasqueradeDirectory(byte[] directory, byte[] target)
{
    private const uint Mode = 0x1FF; // 0777, less the umask

    internal int Made { get; private set; }

    internal int Removed { get; private set; }

    /// <summary>Links that stand now.</summary>
    internal int Present { get; private set; }

    /// <summary>Names that something else has.</summary>
    internal List<string> Kept { get; } = [];

    /// <summary>Makes the links that are missing, and removes those whose compiler is gone. What went wrong, or nothing.</summary>
    internal string Update(IReadOnlySet<string> names)
    {
        int error = FileSystem.MakeDirectories(directory, Mode);
        if (error is not (Errno.None or Errno.Exists))
            return $"{ByteText.Show(directory)}: {Errno.Describe(error)}";
        foreach (string name in Links())
        {
            if (names.Contains(name))
                continue;
            error = FileSystem.Unlink(PathOf(name));
            if (error != Errno.None)
                return $"{ByteText.Show(PathOf(name))}: {Errno.Describe(error)}";
            Removed++;
        }

        foreach (string name in names)
        {
            error = Make(name);
            if (error != Errno.None)
                return $"{ByteText.Show(PathOf(name))}: {Errno.Describe(error)}";
        }

        return string.Empty;
    }

    private int Make(string name)
    {
        byte[] path = PathOf(name);
        int error = FileSystem.SymbolicLink(target, path);
        if (error == Errno.None)
        {
            Made++;
            Present++;
        }
        else if (error == Errno.Exists && IsOurs(path))
        {
            Present++;
            error = FileSystem.ReadLink(path).AsSpan().SequenceEqual(target) ? Errno.None : Replace(path);
        }
        else if (error == Errno.Exists)
        {
            Kept.Add(name);
            error = Errno.None;
        }

        return error;
    }

    private int Replace(byte[] path)
    {
        byte[] suffix = new byte[8];
        RandomNames.Fill(suffix);
        byte[] temporary = ByteString.Concat(path, "."u8, suffix);
        int error = FileSystem.SymbolicLink(target, temporary);
        if (error == Errno.None)
            error = FileSystem.Rename(temporary, path);
        Made += error == Errno.None ? 1 : 0;
        return error;
    }

    /// <summary>The names in the directory that are links to larder.</summary>
    private List<string> Links()
    {
        List<string> links = [];
        if (DirectoryReader.Open(directory, out DirectoryReader reader) != Errno.None)
            return links;
        using (reader)
        {
            while (reader.Read())
            {
                string name = ByteText.Decode(reader.Name);
                if (IsOurs(PathOf(name)))
                    links.Add(name);
            }
        }

        return links;
    }

    /// <summary>A link that says what ours say, or whose text ends in larder's name: of an earlier place.</summary>
    private bool IsOurs(byte[] path) =>
        FileSystem.ReadLink(path) is { } text && (text.AsSpan().SequenceEqual(target) || ByteString.FileName(text).SequenceEqual("larder"u8));

    private byte[] PathOf(string name) => ByteString.JoinPath(directory, ByteText.Encode(name));
}
