using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Caching.Inputs;

/// <summary>
/// Records paths at which nothing stands, in the shortest true form: the deepest directory on the way that exists, and the
/// first name in it that doesn't. While that directory is unchanged, everything below that name is absent too, so one look at
/// the directory answers for all of them.
/// </summary>
public sealed class AbsenceRecorder(InputSetBuilder inputs)
{
    private readonly Dictionary<byte[], bool> _directories = new(ByteStringComparer.Instance);

    /// <summary>Records that <paramref name="name"/> (which may hold slashes) is not there in <paramref name="directory"/>.</summary>
    public void Add(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name)
    {
        if (name is [(byte)'/', ..])
            directory = "/"u8;
        else if (directory.IsEmpty)
            directory = "."u8;
        name = name.TrimStart((byte)'/');
        if (IsDirectory(directory))
        {
            AddBelow(directory, name);
            return;
        }

        byte[] whole = ByteString.JoinPath(directory, name);
        if (whole is [(byte)'/', ..])
            AddBelow("/"u8, whole.AsSpan().TrimStart((byte)'/'));
        else
            AddBelow("."u8, whole);
    }

    private void AddBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name)
    {
        byte[] current = directory.ToArray();
        while (true)
        {
            int slash = name.IndexOf((byte)'/');
            if (slash < 0)
                break;
            ReadOnlySpan<byte> first = name[..slash];
            byte[] next = first.IsEmpty || first.SequenceEqual("."u8) ? current : ByteString.JoinPath(current, first);
            if (!IsDirectory(next))
            {
                // A file in a directory's place: it may stay, as long as it is no directory.
                bool isThere = FileSystem.Stat(next, out _) == Errno.None;
                inputs.AddAbsent(current, isThere ? name : first);
                return;
            }

            current = next;
            name = name[(slash + 1)..];
        }

        inputs.AddAbsent(current, name);
    }

    private bool IsDirectory(ReadOnlySpan<byte> path)
    {
        if (_directories.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out bool known))
            return known;
        bool found = FileSystem.Stat(path, out FileStatus status) == Errno.None && status.IsDirectory;
        _directories.Add(path.ToArray(), found);
        return found;
    }
}
