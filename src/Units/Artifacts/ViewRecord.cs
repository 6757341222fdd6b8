using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Artifacts;

/// <summary>What a unit's view holds, and since when. It stands in the view's own directory (<see cref="Name"/>), so it is put aside and back with it.</summary>
/// <remarks>
/// <code>
/// fields = flag whole, number newest, artifact (<see cref="ArtifactCodec"/>), number*      mtimes in nanoseconds, in the order of outputs and files; of links and directories 0
/// whole  = not: files are being exchanged, and what is here may be there or not
/// </code>
/// </remarks>
/// <param name="Artifact">What was selected last. Its key is zero where the build is in no store.</param>
/// <param name="Times">By the path in the view ("out/lib/libz.so"): the file's mtime in nanoseconds.</param>
/// <param name="Newest">The newest mtime that the view has ever shown.</param>
/// <param name="IsWhole">The state.</param>
internal sealed record ViewRecord(Artifact Artifact, Dictionary<string, long> Times, long Newest, bool IsWhole)
{
    /// <summary>The file's name; no output is called so.</summary>
    internal const string Name = ".shown";

    /// <summary>Versions: 1, the first; 2, with the metadata's digest in the artifact.</summary>
    private static readonly StateFormat s_format = new("larder unit view 2", StateFormat.LimitOfLists);

    /// <summary>The files of an artifact by their paths in the view.</summary>
    internal static IEnumerable<(string Path, ArtifactFile File)> Files(Artifact artifact) =>
        artifact.Outputs.SelectMany(output => output.Value.Select(file => (PathOf(output.Key, file.Path), file)));

    /// <summary>What a record says of each path in the view; nothing where there is no record.</summary>
    internal static Dictionary<string, ArtifactFile> ByPath(ViewRecord? record)
    {
        Dictionary<string, ArtifactFile> files = new(StringComparer.Ordinal);
        if (record is not null)
        {
            foreach ((string path, ArtifactFile file) in Files(record.Artifact))
                files[path] = file;
        }

        return files;
    }

    /// <summary>A path in the view.</summary>
    internal static string PathOf(string output, string path) => path.Length == 0 ? output : output + "/" + path;

    /// <summary>Reads the record of a view's directory. Null where there is none, or it is damaged.</summary>
    internal static ViewRecord? Read(string views)
    {
        if (StateFile.Open(views + "/" + Name, s_format) is not { } reader)
            return null;
        bool isWhole = reader.Flag();
        long newest = reader.Number();
        Artifact artifact = ArtifactCodec.Read(reader);
        if (!reader.IsSound)
            return null;
        Dictionary<string, long> times = new(StringComparer.Ordinal);
        foreach ((string path, _) in Files(artifact))
            times[path] = reader.Number();
        return reader.IsComplete ? new ViewRecord(artifact, times, newest, isWhole) : null;
    }

    /// <summary>Writes it into the directory of a unit's views.</summary>
    /// <exception cref="UnitFault">It can't be written.</exception>
    internal void Write(UnitDirectories directories, string unit)
    {
        StateWriter writer = new(s_format);
        writer.Flag(IsWhole);
        writer.Number(Newest);
        ArtifactCodec.Write(writer, Artifact);
        foreach ((string path, _) in Files(Artifact))
            writer.Number(Times.GetValueOrDefault(path));
        StateFile.Save(directories, $"{directories.Views(unit)}/{Name}", writer);
    }
}
