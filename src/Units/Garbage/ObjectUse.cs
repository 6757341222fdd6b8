using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Layout;

namespace Larder.Units.Garbage;

/// <summary>The objects of a repository, and how many artifacts have each.</summary>
internal sealed class ObjectUse
{
    private readonly Dictionary<Digest, (string Path, long Size, int Uses)> _objects = [];

    internal ObjectUse(UnitDirectories directories)
    {
        foreach (string prefix in DirectoryNames.InReadable(directories.Objects))
        {
            foreach (string rest in DirectoryNames.InReadable($"{directories.Objects}/{prefix}"))
            {
                string path = $"{directories.Objects}/{prefix}/{rest}";
                if (ObjectStore.TryParse(prefix, rest, out Digest digest) && FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) == Errno.None)
                    _objects[digest] = (path, status.AllocatedBytes, 0);
            }
        }
    }

    /// <summary>Bytes on disk of all.</summary>
    internal long Size => _objects.Values.Sum(static entry => entry.Size);

    /// <summary>Counts an artifact's contents as used.</summary>
    internal void Add(Artifact artifact)
    {
        foreach (Digest digest in Contents(artifact))
        {
            if (_objects.TryGetValue(digest, out (string Path, long Size, int Uses) entry))
                _objects[digest] = entry with { Uses = entry.Uses + 1 };
        }
    }

    /// <summary>Counts them as used no longer by it; bytes of what nobody uses then, and forgets that.</summary>
    internal long Remove(Artifact artifact, List<string> unused)
    {
        long freed = 0;
        foreach (Digest digest in Contents(artifact))
        {
            if (!_objects.TryGetValue(digest, out (string Path, long Size, int Uses) entry))
                continue;
            _objects[digest] = entry with { Uses = entry.Uses - 1 };
            if (entry.Uses > 1)
                continue;
            _objects.Remove(digest);
            unused.Add(entry.Path);
            freed += entry.Size;
        }

        return freed;
    }

    /// <summary>What no artifact has, from builds that were killed.</summary>
    internal IEnumerable<(string Path, long Size)> Orphans() =>
        _objects.Values.Where(static entry => entry.Uses == 0).Select(static entry => (entry.Path, entry.Size));

    private static IEnumerable<Digest> Contents(Artifact artifact) => artifact.Outputs.Values
        .SelectMany(static files => files).Where(ArtifactStore.IsContent).Select(static file => file.Content).Distinct();
}
