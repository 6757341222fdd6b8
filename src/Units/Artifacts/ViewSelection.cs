using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>
/// Makes a view hold an artifact: what differs is written beside it and renamed into its place, what is too much is removed, all else is left alone.
/// Where it is killed in between, the record says so, and the next selection looks at every file.
/// </summary>
internal sealed class ViewSelection
{
    private const uint DirectoryMode = 0x1ED; // 0755

    private readonly UnitDirectories _directories;
    private readonly string _unit;
    private readonly string _views;
    private readonly ObjectStore _objects;
    private readonly Artifact _artifact;
    private readonly ViewRecord? _record;
    private readonly Dictionary<string, ArtifactFile> _shown;
    private readonly SortedDictionary<string, ArtifactFile> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _prepared = new(StringComparer.Ordinal);

    private ViewSelection(UnitDirectories directories, string unit, ObjectStore objects, Artifact artifact, ViewRecord? record)
    {
        _directories = directories;
        _unit = unit;
        _views = directories.Views(unit);
        _objects = objects;
        _artifact = artifact;
        _record = record;
        _shown = ViewRecord.ByPath(record);
        foreach ((string path, ArtifactFile file) in ViewRecord.Files(artifact))
            _wanted[path] = file;
    }

    /// <summary>Whether a view holds what its record says, by a look at each file's size and time.</summary>
    internal static bool Holds(string views, ViewRecord record)
    {
        foreach ((string path, ArtifactFile file) in ViewRecord.Files(record.Artifact))
        {
            byte[] full = ByteText.Encode($"{views}/{path}");
            if (FileSystem.LinkStat(full, out FileStatus status) != Errno.None)
                return false;
            bool isSame = file.Kind switch
            {
                SourceFileKind.Directory => status.IsDirectory && (int)status.Permissions == file.Mode,
                SourceFileKind.Link => status.IsSymbolicLink && FileSystem.ReadLink(full) is { } target && ByteText.Decode(target) == file.Target,
                _ => status.IsRegular && status.Size == file.Size && (int)status.Permissions == file.Mode
                    && status.Modified.TotalNanoseconds == record.Times.GetValueOrDefault(path),
            };
            if (!isSame)
                return false;
        }

        // An output without a file in it has nothing else to be looked at.
        return record.Artifact.Outputs.All(output => output.Value.Length > 0 || FileSystem.LinkStat(ByteText.Encode($"{views}/{output.Key}"), out _) == Errno.None);
    }

    /// <summary>Makes the view hold the artifact.</summary>
    /// <returns>The view's record; null where an object is missing or damaged. Then the view is as it was.</returns>
    /// <exception cref="UnitFault">The view can't be written.</exception>
    internal static ViewRecord? Run(UnitDirectories directories, string unit, ObjectStore objects, Artifact artifact, ViewRecord? record)
    {
        ViewSelection selection = new(directories, unit, objects, artifact, record);
        try
        {
            return selection.Run();
        }
        finally
        {
            foreach (byte[] temporary in selection._prepared.Values)
                FileSystem.Unlink(temporary);
        }
    }

    private ViewRecord? Run()
    {
        List<ViewFile> found = ViewWalk.List(_views);
        Dictionary<string, ViewFile> kept = new(StringComparer.Ordinal);
        foreach (ViewFile file in found)
        {
            if (_wanted.TryGetValue(file.Path, out ArtifactFile? wanted) && IsSame(file, wanted))
                kept[file.Path] = file;
        }

        long newest = Math.Max(
            _record?.Newest ?? 0, found.Select(static file => file.Status.Modified.TotalNanoseconds).DefaultIfEmpty(0).Max());
        long now = ViewTimes.Next(newest);
        Dictionary<string, long> times = new(StringComparer.Ordinal);
        if (!TryPrepare(kept, now, times))
            return null;

        Check(FileSystem.MakeDirectories(ByteText.Encode(_views), DirectoryMode), _views);
        if (_record is { IsWhole: true })
            (_record with { IsWhole = false }).Write(_directories, _unit);
        RemoveOthers(found, kept);
        Place(kept, times);
        newest = Math.Max(newest, times.Values.DefaultIfEmpty(0).Max());
        ViewRecord done = new(_artifact, times, newest, IsWhole: true);
        done.Write(_directories, _unit);
        return done;
    }

    private bool IsSame(ViewFile found, ArtifactFile wanted)
    {
        if (found.Kind != wanted.Kind || found.Mode != wanted.Mode)
            return false;
        if (wanted.Kind == SourceFileKind.Directory)
            return found.IsEmpty;
        if (found.Target is { } target)
            return ByteText.Decode(target) == wanted.Target;
        if (!found.Status.IsRegular || found.Status.Size != wanted.Size)
            return false;
        if (_shown.TryGetValue(found.Path, out ArtifactFile? shown) && shown.Size == found.Status.Size
            && _record!.Times.GetValueOrDefault(found.Path) == found.Status.Modified.TotalNanoseconds)
            return shown.Content == wanted.Content;
        return DigestOf(found.Path) == wanted.Content;
    }

    private Digest? DigestOf(string path)
    {
        if (FileSystem.Open(ByteText.Encode($"{_views}/{path}"), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlagsExtensions.NoFollow, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
            return ContentReader.Read(file, out Digest digest, out _, out bool isStable) == Errno.None && isStable ? digest : null;
    }

    /// <summary>Writes what the view lacks beside it, with its mode and time. False where an object is missing.</summary>
    private bool TryPrepare(Dictionary<string, ViewFile> kept, long now, Dictionary<string, long> times)
    {
        foreach ((string path, ArtifactFile file) in _wanted)
        {
            if (file.Kind == SourceFileKind.Directory || kept.ContainsKey(path))
                continue;
            byte[]? temporary;
            if (file.Kind == SourceFileKind.Link)
            {
                temporary = FilePlacement.NewTemporary(_directories);
                Check(FileSystem.MakeDirectories(ByteString.DirectoryPrefix(temporary).TrimEnd((byte)'/'), DirectoryMode), path);
                Check(FileSystem.SymbolicLink(ByteText.Encode(file.Target), temporary), path);
            }
            else
            {
                temporary = _objects.TryCopy(file.Content, file.Size);
            }

            if (temporary is null)
                return false;
            _prepared[path] = temporary;
            if (file.Kind == SourceFileKind.Link)
                continue;
            Check(FileSystem.ChangeMode(temporary, (uint)file.Mode), path);
            times[path] = ViewTimes.Set(temporary, now);
        }

        return true;
    }

    /// <summary>Removes what the artifact hasn't, or has as something else; what is in a directory before the directory.</summary>
    private void RemoveOthers(List<ViewFile> found, Dictionary<string, ViewFile> kept)
    {
        HashSet<string> directories = Directories();
        for (int i = found.Count - 1; i >= 0; i--)
        {
            ViewFile file = found[i];
            bool isDirectory = file.Kind == SourceFileKind.Directory;
            if (kept.ContainsKey(file.Path) || (isDirectory && directories.Contains(file.Path)))
                continue;
            if (!isDirectory && _prepared.ContainsKey(file.Path))
                continue;
            byte[] path = ByteText.Encode($"{_views}/{file.Path}");
            TreeRemoval.MakeWritable(ByteString.DirectoryPrefix(path).TrimEnd((byte)'/').ToArray());
            Check(isDirectory ? FileSystem.RemoveDirectory(path) : FileSystem.Unlink(path), file.Path);
        }
    }

    /// <summary>The directories that the artifact's files are in, the outputs without files, and the empty ones that it has.</summary>
    private HashSet<string> Directories()
    {
        HashSet<string> directories = new(StringComparer.Ordinal);
        foreach ((string output, ArtifactFile[] files) in _artifact.Outputs)
        {
            if (files.Length == 0)
                directories.Add(output);
        }

        foreach ((string path, ArtifactFile file) in _wanted)
        {
            if (file.Kind == SourceFileKind.Directory)
                directories.Add(path);
            for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
                directories.Add(path[..slash]);
        }

        return directories;
    }

    private void Place(Dictionary<string, ViewFile> kept, Dictionary<string, long> times)
    {
        foreach (string directory in Directories().Order(StringComparer.Ordinal))
        {
            int error = FileSystem.MakeDirectory(ByteText.Encode($"{_views}/{directory}"), DirectoryMode);
            Check(error == Errno.Exists ? Errno.None : error, directory);
        }

        foreach ((string path, ArtifactFile file) in _wanted)
        {
            byte[] full = ByteText.Encode($"{_views}/{path}");
            if (file.Kind == SourceFileKind.Directory)
            {
                Check(FileSystem.ChangeMode(full, (uint)file.Mode), path);
            }
            else if (_prepared.TryGetValue(path, out byte[]? temporary))
            {
                TreeRemoval.MakeWritable(ByteString.DirectoryPrefix(full).TrimEnd((byte)'/').ToArray());
                Check(FileSystem.Rename(temporary, full), path);
                _prepared.Remove(path);
            }
            else if (file.Kind != SourceFileKind.Link)
            {
                times[path] = TimeOf(path, file, kept[path], full);
            }
        }
    }

    /// <summary>The time of a file that stays: its own, or what it had before somebody put the same content there again.</summary>
    private long TimeOf(string path, ArtifactFile file, ViewFile found, byte[] full)
    {
        long time = found.Status.Modified.TotalNanoseconds;
        bool wasSame = _record is { IsWhole: true } && _shown.TryGetValue(path, out ArtifactFile? shown) && shown.Content == file.Content
            && shown.Kind == file.Kind && shown.Mode == file.Mode;
        return wasSame && _record!.Times.TryGetValue(path, out long recorded) && recorded != time ? ViewTimes.Set(full, recorded) : time;
    }

    private void Check(int error, string path)
    {
        if (error != Errno.None)
            throw new UnitFault($"{path} could not be put into the view {_views}: {Errno.Describe(error)}");
    }
}
