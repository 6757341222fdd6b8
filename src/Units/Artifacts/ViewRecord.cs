using Larder.Units.Layout;

namespace Larder.Units.Artifacts;

/// <summary>What a unit's view holds, and since when. It stands in the view's own directory (<see cref="Name"/>), so it is put aside and back with it.</summary>
/// <remarks>
/// <code>
/// file  = sealed(state:u8 newest:i64 artifact mtime:i64*)      mtimes (nanoseconds) in the order of outputs and files; of links and directories 0
/// state = 0, files are being exchanged: what is here may be there or not; 1, all of it is there
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

    /// <summary>Versions: 1, the first.</summary>
    private static ReadOnlySpan<byte> Head => "LDRview\x01"u8;

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
        if (SealedFile.Read(views + "/" + Name, Head, ArtifactCodec.MaxSize) is not { } content)
            return null;
        StateReader reader = new(content.Span);
        bool isWhole = reader.Byte() == 1;
        long newest = reader.Long();
        Artifact artifact = ArtifactCodec.Read(ref reader);
        if (reader.Failed)
            return null;
        Dictionary<string, long> times = new(StringComparer.Ordinal);
        foreach ((string path, _) in Files(artifact))
            times[path] = reader.Long();
        return reader.IsWhole ? new ViewRecord(artifact, times, newest, isWhole) : null;
    }

    /// <summary>Writes it into the directory of a unit's views. An error number.</summary>
    internal int Write(UnitDirectories directories, string unit)
    {
        StateWriter writer = new();
        writer.Byte(IsWhole ? (byte)1 : (byte)0);
        writer.Long(Newest);
        ArtifactCodec.Write(writer, Artifact);
        foreach ((string path, _) in Files(Artifact))
            writer.Long(Times.GetValueOrDefault(path));
        return SealedFile.Write(directories, $"{directories.Views(unit)}/{Name}", Head, writer.Written);
    }
}
