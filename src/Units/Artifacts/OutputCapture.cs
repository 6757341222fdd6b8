using Larder.Posix;
using Larder.Storage;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>Takes down what a build has installed into its view, and gives the files their time stamps.</summary>
/// <param name="views">The directory of the unit's views.</param>
/// <param name="references">Finds the views that are named.</param>
/// <param name="objects">Where contents are kept; null: they aren't.</param>
internal sealed class OutputCapture(string views, ReferenceSearch references, ObjectStore? objects)
{
    private bool _hasPrograms;

    /// <summary>Captures the outputs.</summary>
    /// <param name="outputs">Their names, all of which must be there.</param>
    /// <param name="key">The artifact's key.</param>
    /// <param name="before">What the view showed before the build; null: nothing that is known.</param>
    /// <param name="aside">Where that stands now.</param>
    /// <exception cref="UnitFault">An output is missing, or something in it is neither a file, a link nor a directory, or can't be read.</exception>
    internal ViewRecord Run(IEnumerable<string> outputs, Digest key, ViewRecord? before, string aside)
    {
        Dictionary<string, List<(ViewFile Found, ArtifactFile File)>> captured = new(StringComparer.Ordinal);
        foreach (string output in outputs)
            captured[output] = [];
        foreach (ViewFile found in ViewWalk.List(views))
        {
            int slash = found.Path.IndexOf('/', StringComparison.Ordinal);
            string output = slash < 0 ? found.Path : found.Path[..slash];
            if (captured.TryGetValue(output, out List<(ViewFile, ArtifactFile)>? files) && (found.Kind != SourceFileKind.Directory || found.IsEmpty))
                files.Add((found, Capture(found, slash < 0 ? "" : found.Path[(slash + 1)..])));
        }

        SortedDictionary<string, ArtifactFile[]> artifact = new(StringComparer.Ordinal);
        foreach ((string output, List<(ViewFile Found, ArtifactFile File)> files) in captured)
        {
            if (files.Count == 0 && FileSystem.LinkStat(ByteText.Encode($"{views}/{output}"), out _) != Errno.None)
                throw new UnitFault($"the build made no output \"{output}\": {views}/{output} is not there");
            artifact[output] = [.. files.Select(static pair => pair.File).OrderBy(static file => file.Path, PathOrder.Instance)];
        }

        long newest = NewestOf(before, aside);
        Dictionary<string, long> times = SetTimes([.. captured.Values.SelectMany(static files => files)], before, aside, ref newest);
        return new ViewRecord(ArtifactDigests.ToArtifact(key, artifact, references.Found(), references.NamesItself, _hasPrograms), times, newest, IsWhole: true);
    }

    /// <summary>The newest time that a view has shown; where its record is gone, of what stands there.</summary>
    internal static long NewestOf(ViewRecord? record, string views) => record?.Newest
        ?? ViewWalk.List(views).Select(static file => file.Status.Modified.TotalNanoseconds).DefaultIfEmpty(0).Max();

    private ArtifactFile Capture(ViewFile found, string path)
    {
        if (found.Kind == SourceFileKind.Directory)
            return new ArtifactFile(path, found.Kind, found.Mode, default, default, 0);
        if (found.Target is { } target)
        {
            Digest text = Digest.Of(target);
            references.Look(target, isText: true);
            return new ArtifactFile(path, found.Kind, 0, text, text, target.Length) { Target = ByteText.Decode(target) };
        }

        string full = $"{views}/{found.Path}";
        if (!found.Status.IsRegular)
            throw new UnitFault($"{full} is neither a file, a link nor a directory; an output can have no others");
        int error = FileSystem.Open(ByteText.Encode(full), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlagsExtensions.NoFollow, out FileDescriptor file);
        if (error != Errno.None)
            throw new UnitFault($"{full} can't be read: {Errno.Describe(error)}");
        using (file)
        {
            error = ContentReader.Read(file, out Digest digest, out FileStatus status, out bool isStable);
            if (error != Errno.None || !isStable)
                throw new UnitFault($"{full} can't be read: {(error == Errno.None ? "it is still being written" : Errno.Describe(error))}");
            FileNature nature = FileNature.Of(file, in status);
            _hasPrograms |= nature.IsProgram;
            references.Look(file, status.Size, nature.IsText);
            objects?.Put(file, digest, status.Size, full);
            Digest? seen = CrateMetadata.IsCrate(path) ? CrateMetadata.DigestOf(file) : nature.Interface;
            return new ArtifactFile(path, found.Kind, found.Mode, digest, seen ?? digest, status.Size);
        }
    }

    private Dictionary<string, long> SetTimes((ViewFile Found, ArtifactFile File)[] files, ViewRecord? before, string aside, ref long newest)
    {
        Dictionary<string, ArtifactFile> old = ViewRecord.ByPath(before);
        long now = ViewTimes.Next(newest);
        Dictionary<string, long> times = new(StringComparer.Ordinal);

        // Names of one file have one time: a new one, where one of them needs that or their old ones differ.
        Dictionary<(ulong, ulong), long> linked = [];
        foreach ((ViewFile found, ArtifactFile file) in files)
        {
            if (!found.Status.IsRegular)
                continue;
            long time = times[found.Path] = IsSame(found.Path, file, old, before, aside, out long shown) ? shown : now;
            (ulong, ulong) inode = (found.Status.Device, found.Status.Inode);
            if (found.Status.LinkCount > 1)
                linked[inode] = linked.TryGetValue(inode, out long other) && other != time ? now : time;
        }

        foreach ((ViewFile found, _) in files)
        {
            if (!found.Status.IsRegular)
                continue;
            long time = found.Status.LinkCount > 1 ? linked[(found.Status.Device, found.Status.Inode)] : times[found.Path];
            if (found.Status.Modified.TotalNanoseconds != time)
                time = ViewTimes.Set(ByteText.Encode($"{views}/{found.Path}"), time);
            times[found.Path] = time;
            newest = Math.Max(newest, time);
        }

        return times;
    }

    /// <summary>Whether the view showed the same at that path before, and since when.</summary>
    private static bool IsSame(string path, ArtifactFile file, Dictionary<string, ArtifactFile> old, ViewRecord? before, string aside, out long time)
    {
        time = 0;
        if (before is null || !old.TryGetValue(path, out ArtifactFile? shown) || !before.Times.TryGetValue(path, out time)
            || shown.Content != file.Content || shown.Mode != file.Mode || shown.Kind != file.Kind)
            return false;

        // Somebody may have written to it, or the record may tell of files that were being exchanged.
        return FileSystem.LinkStat(ByteText.Encode($"{aside}/{path}"), out FileStatus status) == Errno.None
            && status.Size == shown.Size && status.Modified.TotalNanoseconds == time;
    }
}
