using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Explaining;

/// <summary>A set of inputs, taken apart for comparison.</summary>
internal sealed class InputView
{
    private InputView()
    {
    }

    /// <summary>What was read or seen, in its order.</summary>
    internal List<(byte[] Path, InputKind Kind, Digest Digest)> Files { get; } = [];

    /// <summary>The same by path and kind.</summary>
    internal Dictionary<(string Path, InputKind Kind), Digest> ByPath { get; } = [];

    /// <summary>Paths at which nothing stood.</summary>
    internal HashSet<string> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>The same without "./".</summary>
    private HashSet<string> PlainAbsent { get; } = new(StringComparer.Ordinal);

    internal static InputView Of(in InputSet set)
    {
        InputView view = new();
        for (int i = 0; i < set.FileCount; i++)
        {
            byte[] path = set.TextAt(set.FilePath(i)).ToArray();
            InputKind kind = set.FileKind(i);
            view.Files.Add((path, kind, set.FileDigest(i)));
            view.ByPath[(ByteText.Decode(path), kind)] = set.FileDigest(i);
        }

        for (int i = 0; i < set.GroupCount; i++)
        {
            for (int name = 0; name < set.GroupNameCount(i); name++)
            {
                string path = ByteText.Decode(ByteString.JoinPath(set.TextAt(set.GroupDirectory(i)), set.TextAt(set.GroupName(i, name))));
                view.Absent.Add(path);
                view.PlainAbsent.Add(Plain(path));
            }
        }

        return view;
    }

    /// <summary>Whether nothing stood at a path, or at one above it.</summary>
    internal bool LacksAt(string path)
    {
        string at = Plain(path);
        while (at.Length > 0 && !PlainAbsent.Contains(at))
            at = at[..Math.Max(at.LastIndexOf('/'), 0)];
        return at.Length > 0;
    }

    private static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
