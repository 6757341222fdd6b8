using System.Collections.Concurrent;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Sources;
using Larder.Units.StateFiles;

namespace Larder.Units.Artifacts;

/// <summary>
/// What units' builds have installed, by key, and the views that show one of them each. For one invocation, which holds the repository's lock
/// (<see cref="UnitDirectories.Lock"/>) all the while; different units may be worked on by different threads.
/// </summary>
/// <remarks>
/// A build goes from <see cref="Begin"/> to <see cref="Commit"/>, <see cref="CommitUnkeyed"/> or <see cref="Rollback"/>. The view of before stands aside all that time, and
/// as long as it does, it is the one that counts: <see cref="Recover"/> puts it back after a kill. The step that makes a commit valid is its removal.
/// </remarks>
internal sealed class ArtifactStore(UnitDirectories directories)
{
    private const uint DirectoryMode = 0x1FF; // 0777, less the umask

    /// <summary>How old, in seconds, the mark of an artifact's last use may get: writing it each time would cost more than it tells.</summary>
    private const long UseTick = 3600;

    private readonly ObjectStore _objects = new(directories);
    private readonly ConcurrentDictionary<string, ViewRecord?> _views = new(StringComparer.Ordinal);

    /// <summary>The path of an artifact's manifest. Its mtime is its last use.</summary>
    internal static string PathOf(UnitDirectories directories, Digest key) => $"{directories.Artifacts}/{key}";

    /// <summary>Finds an artifact all of whose contents are there, by their sizes.</summary>
    internal Artifact? Find(Digest key)
    {
        if (Read(directories, key) is not { } artifact)
            return null;
        foreach ((_, ArtifactFile file) in ViewRecord.Files(artifact))
        {
            if (IsContent(file) && !_objects.Has(file.Content, file.Size))
                return null;
        }

        MarkUsed(key);
        return artifact;
    }

    /// <summary>Reads an artifact's manifest, whether its contents are there or not.</summary>
    internal static Artifact? Read(UnitDirectories directories, Digest key)
    {
        if (StateFile.Open(PathOf(directories, key), ArtifactCodec.Format) is not { } reader)
            return null;
        Artifact artifact = ArtifactCodec.Read(reader);
        return reader.IsComplete && artifact.Key == key ? artifact : null;
    }

    /// <summary>Whether a file's content is an object; links and directories are all in the manifest.</summary>
    internal static bool IsContent(ArtifactFile file) => file.Kind is SourceFileKind.File or SourceFileKind.Executable;

    /// <summary>To be called at the start: views of builds that were killed are put back, and what they left is removed.</summary>
    internal void Recover()
    {
        if (OriginFile.Read(directories.Root) != directories.Repository)
            OriginFile.Write(directories);
        foreach (string unit in DirectoryNames.InReadable(directories.Asides))
            PutBack(unit);
        foreach (string left in DirectoryNames.InReadable(directories.Temporary))
            TreeRemoval.Remove($"{directories.Temporary}/{left}");
        RemoveStubs();
    }

    /// <summary>To be called at the end: what crates saw that link nothing is worth nothing any more.</summary>
    internal void RemoveStubs() => TreeRemoval.Remove(directories.AllStubs);

    /// <summary>Puts a unit's view aside and makes an empty one, without outputs.</summary>
    /// <exception cref="UnitFault">The file system refuses.</exception>
    internal void Begin(UnitNode node)
    {
        string unit = node.Name;
        PutBack(unit);
        _views.TryRemove(unit, out _);
        byte[] aside = ByteText.Encode(directories.Aside(unit));
        byte[] views = ByteText.Encode(directories.Views(unit));
        Check(FileSystem.MakeDirectories(ByteText.Encode(directories.Asides), DirectoryMode), unit);
        int error = FileSystem.Rename(views, aside);

        // Without a view an empty one is put aside: it says that what is there from now on counts for nothing.
        if (error == Errno.NotFound)
            error = FileSystem.MakeDirectory(aside, DirectoryMode);
        Check(error, unit);
        Check(FileSystem.MakeDirectories(views, DirectoryMode), unit);
    }

    /// <summary>Keeps the outputs that now stand in the view, and selects them.</summary>
    /// <returns>Null where they name, or hold, what the unit was shown in place of a dependency (<see cref="UnitDirectories.Stub"/>): they are no good to anybody. The build is still under way then.</returns>
    /// <exception cref="UnitFault">An output is missing, or can't be read or stored. The build is still under way then: roll it back.</exception>
    internal Artifact? Commit(UnitNode node, Digest key)
    {
        if (Capture(node, key, _objects) is not { } record)
            return null;
        StateWriter writer = new(ArtifactCodec.Format);
        ArtifactCodec.Write(writer, record.Artifact);
        StateFile.Save(directories, PathOf(directories, key), writer);
        Finish(node.Name, record);
        return record.Artifact;
    }

    /// <summary>Selects the outputs that now stand in the view without keeping them: nobody can say what they were made of.</summary>
    /// <returns>As <see cref="Commit"/>.</returns>
    /// <exception cref="UnitFault">As <see cref="Commit"/>.</exception>
    internal Artifact? CommitUnkeyed(UnitNode node)
    {
        if (Capture(node, default, null) is not { } record)
            return null;
        Finish(node.Name, record);
        return record.Artifact;
    }

    /// <summary>Puts the view back that was there before the build.</summary>
    internal void Rollback(UnitNode node) => PutBack(node.Name);

    /// <summary>Makes a unit's view hold an artifact. Where it does already, by a look at each file's size and time, nothing is touched.</summary>
    /// <returns>False where a content is missing or damaged: the artifact is none any more, the view is as it was, and the unit must be built.</returns>
    /// <exception cref="UnitFault">The view can't be written.</exception>
    internal bool Select(UnitNode node, Artifact artifact)
    {
        string unit = node.Name;
        string views = directories.Views(unit);
        ViewRecord? record = RecordOf(unit);
        if (record is { IsWhole: true } && record.Artifact.Content == artifact.Content && ViewSelection.Holds(views, record))
        {
            if (record.Artifact.Key != artifact.Key)
            {
                record = record with { Artifact = artifact };
                record.Write(directories, unit);
                _views[unit] = record;
            }

            return true;
        }

        _views.TryRemove(unit, out _);
        if (ViewSelection.Run(directories, unit, _objects, artifact, record) is not { } done)
        {
            FileSystem.Unlink(ByteText.Encode(PathOf(directories, artifact.Key)));
            return false;
        }

        _views[unit] = done;
        return true;
    }

    /// <summary>Forgets what a unit's view holds, and the artifact of it: the next build makes it anew. The files stay where they are seen.</summary>
    internal void Forget(string unit)
    {
        // The artifact first: what is killed in between builds once more.
        if (Selected(unit) is { } artifact)
            FileSystem.Unlink(ByteText.Encode(PathOf(directories, artifact.Key)));
        _views.TryRemove(unit, out _);
        FileSystem.Unlink(ByteText.Encode(directories.Views(unit) + "/" + ViewRecord.Name));
    }

    /// <summary>What a unit's view holds; null: nothing, or what isn't known. Its key is zero where it was committed without one.</summary>
    internal Artifact? Selected(string unit) => RecordOf(unit) is { IsWhole: true } record ? record.Artifact : null;

    /// <summary>Reads all of an artifact's contents. False where one is missing or not what its name says.</summary>
    internal bool IsSound(Artifact artifact) => ViewRecord.Files(artifact).All(pair => !IsContent(pair.File) || _objects.IsSound(pair.File.Content));

    private ViewRecord? RecordOf(string unit) => _views.GetOrAdd(unit, name => ViewRecord.Read(directories.Views(name)));

    private ViewRecord? Capture(UnitNode node, Digest key, ObjectStore? objects)
    {
        string aside = directories.Aside(node.Name);
        ReferenceSearch references = new(directories, node.Name);
        ViewRecord record = new OutputCapture(directories.Views(node.Name), references, objects).Run(node.Outputs.Keys, key, ViewRecord.Read(aside), aside);
        return references.NamesStubs ? null : record;
    }

    private void Finish(string unit, ViewRecord record)
    {
        record.Write(directories, unit);
        Discard(directories.Aside(unit), unit);
        _views[unit] = record;
    }

    private void PutBack(string unit)
    {
        byte[] aside = ByteText.Encode(directories.Aside(unit));
        if (FileSystem.LinkStat(aside, out _) != Errno.None)
            return;
        _views.TryRemove(unit, out _);
        string views = directories.Views(unit);
        Discard(views, unit);
        Check(FileSystem.MakeDirectories(ByteString.DirectoryPrefix(ByteText.Encode(views)).TrimEnd((byte)'/'), DirectoryMode), unit);
        Check(FileSystem.Rename(aside, ByteText.Encode(views)), unit);
    }

    /// <summary>Takes a tree away at once, then removes it.</summary>
    private void Discard(string path, string unit)
    {
        byte[] trash = FilePlacement.NewTemporary(directories);
        int error = FileSystem.Rename(ByteText.Encode(path), trash);
        if (error == Errno.NotFound && FileSystem.MakeDirectories(ByteText.Encode(directories.Temporary), DirectoryMode) == Errno.None)
            error = FileSystem.Rename(ByteText.Encode(path), trash);
        if (error == Errno.NotFound)
            return;
        Check(error, unit);
        TreeRemoval.Remove(ByteText.Decode(trash));
    }

    private void MarkUsed(Digest key)
    {
        byte[] path = ByteText.Encode(PathOf(directories, key));
        if (FileSystem.LinkStat(path, out FileStatus status) == Errno.None && status.Modified.Seconds < Clock.Now.Seconds - UseTick)
            FileSystem.Touch(path);
    }

    private static void Check(int error, string unit)
    {
        if (error != Errno.None)
            throw new UnitFault($"the view of {unit} could not be written: {Errno.Describe(error)}");
    }
}
