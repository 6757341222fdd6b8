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

    private MetadataWatch(string directory, Action<EarlyMetadata> told)
    {
        _watcher = new FileSystemWatcher(directory, "*" + CrateNotes.Metadata) { NotifyFilter = NotifyFilters.FileName };
        FileSystemEventHandler written = (_, change) => Tell(change.FullPath, told);
        _watcher.Created += written;
        _watcher.Renamed += (sender, change) => written(sender, change);
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

    public void Dispose() => _watcher.Dispose();

    private static void Tell(string path, Action<EarlyMetadata> told)
    {
        string name = path[..^CrateNotes.Metadata.Length];
        if (FileSystem.ReadAll(ByteText.Encode(path), out _) is not { } metadata)
            return;
        string? place = FileSystem.ReadAll(ByteText.Encode(name + CrateNotes.Place), out _, FileSystem.PathMax) is { } text ? ByteText.Decode(text) : null;
        told(new EarlyMetadata(Path.GetFileName(name) + ".rlib", metadata, place));
    }
}
