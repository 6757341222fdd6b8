using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Layout;

namespace Larder.Units.Garbage;

/// <summary>One collection of one repository's units; the caller holds its lock.</summary>
/// <remarks>
/// What goes by age and size: artifacts, build directories, the evaluation, logs, records, and views of units that the present evaluation hasn't.
/// What stays: views that an out-link holds, views of the present evaluation (unless they are asked for), and the artifacts that those show.
/// Objects go with the last artifact that has them.
/// </remarks>
internal sealed class RepositoryGarbage
{
    private readonly UnitDirectories _directories;
    private readonly GarbageLimits _limits;
    private readonly PresentUnits? _present;
    private readonly long _now;
    private readonly List<GarbageItem> _taken = [];
    private readonly ObjectUse _objects;
    private readonly Dictionary<string, Artifact> _artifacts = new(StringComparer.Ordinal);
    private readonly HashSet<Digest> _shown = [];
    private long _left;

    private RepositoryGarbage(UnitDirectories directories, PresentUnits? present, GarbageLimits limits, long now)
    {
        _directories = directories;
        _present = present;
        _limits = limits;
        _now = now;
        _objects = new ObjectUse(directories);
    }

    /// <summary>What was used last before this is too old. A span that is longer than all of time takes nothing.</summary>
    private long Oldest => _limits.MaxAge.Ticks > _now / TimeSpan.NanosecondsPerTick ? long.MinValue : _now - (_limits.MaxAge.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Collects.</summary>
    /// <param name="directories">The repository's.</param>
    /// <param name="present">What the present evaluation has; null: nobody knows, so every view counts as present.</param>
    /// <param name="limits">What is to be left.</param>
    /// <param name="now">The time, in nanoseconds since the epoch.</param>
    internal static GarbageOutcome Run(UnitDirectories directories, PresentUnits? present, GarbageLimits limits, long now)
    {
        RepositoryGarbage garbage = new(directories, present, limits, now);
        garbage.Collect();
        return new GarbageOutcome(directories.Root, IsBusy: false, garbage._taken, garbage._left);
    }

    private void Collect()
    {
        List<string> dead = [];
        HashSet<string> held = OutLinks.Held(_directories, dead);
        foreach (string path in dead)
            Take(new GarbageItem(GarbageKind.Link, path, 0, 0));

        AddNamed(held);
        bool isGone = Errno.SaysAbsent(FileSystem.LinkStat(ByteText.Encode(_directories.Repository), out _));
        if (isGone && held.Count == 0)
        {
            // Where nobody knows whose it is, somebody may have just begun.
            long size = SizeOf(_directories.Root, out long newest);
            if (_directories.Repository.Length > 0 || newest < Oldest)
                Take(new GarbageItem(GarbageKind.Repository, _directories.Root, newest, size));
            else
                _left = size;
            return;
        }

        List<GarbageItem> items = [];
        AddViews(items, held, isGone);
        AddArtifacts(items);
        AddTrees(items, GarbageKind.BuildDirectory, _directories.Root + "/build");
        AddTrees(items, GarbageKind.BuildDirectory, _directories.Parking);
        AddTrees(items, GarbageKind.Log, _directories.Root + "/logs");
        AddTrees(items, GarbageKind.Record, _directories.Root + "/records");
        Add(items, GarbageKind.Evaluation, _directories.Evaluation);
        Add(items, GarbageKind.Evaluation, _directories.Graph);
        (string Path, long Size)[] orphans = [.. _objects.Orphans()];
        foreach ((string path, _) in orphans)
            Erase(path);
        if (orphans.Length > 0)
            _taken.Add(new GarbageItem(GarbageKind.Objects, _directories.Objects, 0, orphans.Sum(static orphan => orphan.Size)));

        _left += _objects.Size - orphans.Sum(static orphan => orphan.Size);
        TakeByLimits(items);
    }

    /// <summary>What is held may need what it names: a program its libraries.</summary>
    private void AddNamed(HashSet<string> held)
    {
        Stack<string> open = new(held);
        while (open.TryPop(out string? unit))
        {
            foreach (ArtifactReference reference in ViewRecord.Read(_directories.Views(unit))?.Artifact.References ?? [])
            {
                if (held.Add(reference.Unit))
                    open.Push(reference.Unit);
            }
        }
    }

    private void TakeByLimits(List<GarbageItem> items)
    {
        items.Sort(static (left, right) => left.LastUse.CompareTo(right.LastUse));
        List<GarbageItem> younger = [];
        foreach (GarbageItem item in items)
        {
            if (item.LastUse < Oldest)
                TakeCounted(item);
            else
                younger.Add(item);
        }

        // Size takes build directories of the present last: what is in them is in use.
        foreach (GarbageItem item in younger.OrderBy(item => item.Kind == GarbageKind.BuildDirectory && _present is not null && _present.Builds.Contains(item.Path)))
        {
            if (_left <= _limits.MaxSize)
                break;
            TakeCounted(item);
        }
    }

    private void TakeCounted(GarbageItem item)
    {
        List<string> unused = [];
        if (item.Kind == GarbageKind.Artifact)
        {
            if (_artifacts.Remove(item.Path, out Artifact? artifact))
                item = item with { Size = _objects.Remove(artifact, unused) + item.Size };
        }

        _left -= item.Size;
        Take(item);
        foreach (string path in unused)
            Erase(path);
    }

    /// <summary>The manifest before its objects: what is killed in between leaves objects that nobody has, and no artifact that lacks some.</summary>
    private void Take(GarbageItem item)
    {
        _taken.Add(item);
        Erase(item.Path);
    }

    private void Erase(string path)
    {
        if (!_limits.IsDryRun)
            TreeRemoval.Remove(path);
    }

    private void AddViews(List<GarbageItem> items, HashSet<string> held, bool isGone)
    {
        foreach (string unit in DirectoryNames.InReadable(_directories.Root + "/v"))
        {
            bool isPresent = !isGone && (_present is null || _present.Units.Contains(unit)) && !_limits.TakesSelected;
            if (!held.Contains(unit) && !isPresent)
            {
                AddTree(items, GarbageKind.View, _directories.Views(unit));
                continue;
            }

            _left += SizeOf(_directories.Views(unit), out _);
            if (ViewRecord.Read(_directories.Views(unit)) is { } record)
                _shown.Add(record.Artifact.Key);
        }
    }

    private void AddArtifacts(List<GarbageItem> items)
    {
        foreach (string name in DirectoryNames.InReadable(_directories.Artifacts))
        {
            string path = $"{_directories.Artifacts}/{name}";
            if (FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) != Errno.None)
                continue;
            Artifact? artifact = Digest.TryParse(ByteText.Encode(name), out Digest key) ? ArtifactStore.Read(_directories, key) : null;
            GarbageItem item = new(GarbageKind.Artifact, path, artifact is null ? 0 : status.Modified.TotalNanoseconds, status.AllocatedBytes);
            _left += item.Size;
            if (artifact is null)
            {
                // Damaged, or what a killed write left.
                TakeCounted(item);
                continue;
            }

            _objects.Add(artifact);
            if (_shown.Contains(key))
                continue;
            _artifacts[path] = artifact;
            items.Add(item);
        }
    }

    private void AddTrees(List<GarbageItem> items, GarbageKind kind, string directory)
    {
        foreach (string name in DirectoryNames.InReadable(directory))
            AddTree(items, kind, $"{directory}/{name}");
    }

    private void Add(List<GarbageItem> items, GarbageKind kind, string path)
    {
        if (FileSystem.LinkStat(ByteText.Encode(path), out _) == Errno.None)
            AddTree(items, kind, path);
    }

    private void AddTree(List<GarbageItem> items, GarbageKind kind, string path)
    {
        long size = SizeOf(path, out long newest);
        _left += size;
        items.Add(new GarbageItem(kind, path, newest, size));
    }

    /// <summary>Bytes on disk of a tree, and its last use: the latest mtime of anything in it</summary>
    private static long SizeOf(string path, out long newest)
    {
        newest = 0;
        if (FileSystem.LinkStat(ByteText.Encode(path), out FileStatus status) != Errno.None)
            return 0;
        newest = Math.Max(status.Modified.TotalNanoseconds, 0);
        long size = status.AllocatedBytes;
        if (!status.IsDirectory)
            return size;
        foreach (string name in DirectoryNames.InReadable(path))
        {
            size += SizeOf($"{path}/{name}", out long inner);
            newest = Math.Max(newest, inner);
        }

        return size;
    }
}
