using Larder.Posix;

namespace Larder.Units.Replay;

/// <summary>Sees when rustc has written a crate's metadata (inotify(7)). rustc renames the file to its name, so what stands there is whole.</summary>
/// <remarks>
/// The other way to hear of it, rustc's "--json=artifacts", was rejected: all that rustc says to people would have to be put together again from JSON. Where nothing
/// can be watched (too many watches), dependents begin when the unit has ended.
/// </remarks>
internal sealed class MetadataWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Action<EarlyMetadata> _told;
    private readonly object _gate = new();
    private bool _isOver;

    private MetadataWatch(string directory, Action<EarlyMetadata> told)
    {
        _told = told;
        _watcher = new FileSystemWatcher(directory, "*" + CrateNotes.Metadata) { NotifyFilter = NotifyFilters.FileName };
        _watcher.Created += (_, change) => Tell(change.FullPath);
        _watcher.Renamed += (_, change) => Tell(change.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Begins to watch a directory that is there. Null where that can't be done.</summary>
    internal static MetadataWatch? Begin(string directory, Action<EarlyMetadata> told)
    {
        try
        {
            return new MetadataWatch(directory, told);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Nobody is told anything after this: the build directory and the view are somebody else's then.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _watcher.Dispose();
    }

    private void Tell(string path)
    {
        lock (_gate)
        {
            if (_isOver || FileSystem.ReadAll(ByteText.Encode(path), out _) is not { } metadata)
                return;
            string name = path[..^CrateNotes.Metadata.Length];
            string? place = FileSystem.ReadAll(ByteText.Encode(name + CrateNotes.Place), out _, FileSystem.PathMax) is { } text ? ByteText.Decode(text) : null;
            _told(new EarlyMetadata(Path.GetFileName(name) + ".rlib", metadata, place));
        }
    }
}
