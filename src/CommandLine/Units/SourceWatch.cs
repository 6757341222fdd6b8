using Larder.Units;

namespace Larder.CommandLine.Units;

/// <summary>Notices that something below some directories changes (inotify(7)); what exactly is found out by the next build.</summary>
internal sealed class SourceWatch : IDisposable
{
    /// <summary>Editors write a file in several steps, and tools many files: the build begins when it has been quiet for so long, in milliseconds.</summary>
    private const int Quiet = 60;

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>Watches a directory.</summary>
    /// <param name="directory">Which.</param>
    /// <param name="isWhole">What is below it too.</param>
    internal void Add(string directory, bool isWhole)
    {
        try
        {
            FileSystemWatcher watcher = new(directory)
            {
                IncludeSubdirectories = isWhole,
                NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.Attributes | NotifyFilters.Size,
            };
            _watchers.Add(watcher);
            watcher.Changed += (_, change) => Notice(change);
            watcher.Created += (_, change) => Notice(change);
            watcher.Deleted += (_, change) => Notice(change);
            watcher.Renamed += (_, change) => Notice(change);
            watcher.Error += (_, _) => _changed.Release();
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException fault)
        {
            throw new UnitFault($"{directory} can't be watched: {fault.Message}");
        }
    }

    /// <summary>Waits until something has changed and it is quiet again. False: interrupted.</summary>
    internal bool WaitForChange(CancellationToken stop)
    {
        try
        {
            _changed.Wait(stop);
            while (_changed.Wait(Quiet, stop))
            {
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
            watcher.Dispose();
        _changed.Dispose();
    }

    private void Notice(FileSystemEventArgs change)
    {
        // What git does to its index is none of the source's business.
        if (!change.FullPath.Contains("/.git/", StringComparison.Ordinal))
            _changed.Release();
    }
}
