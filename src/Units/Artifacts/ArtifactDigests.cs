using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>The digests of artifacts.</summary>
/// <remarks>
/// <code>
/// digested = version:u8 output*          output = name:text count:u32 file*
/// file     = path:text kind:u8 mode:u32 digest:32          the content's, or the interface's
/// </code>
/// </remarks>
internal static class ArtifactDigests
{
    /// <summary>Versions: 1, the first.</summary>
    private const byte Version = 1;

    /// <summary>The artifact that these files make.</summary>
    internal static Artifact ToArtifact(Digest key, SortedDictionary<string, ArtifactFile[]> outputs, ArtifactReference[] references, bool hasPrograms) => new(key, outputs)
    {
        Content = Of(outputs, static file => file.Content),
        Interface = Of(outputs, static file => file.Interface),
        Link = Of(OnlyLibraries(outputs), static file => file.Interface),
        References = references,
        HasPrograms = hasPrograms,
    };

    /// <summary>Shared libraries, and what is called as they are: links to them, linker scripts, and those that aren't understood, which count with their content.</summary>
    private static SortedDictionary<string, ArtifactFile[]> OnlyLibraries(SortedDictionary<string, ArtifactFile[]> outputs) =>
        new(outputs.ToDictionary(static output => output.Key, static output => output.Value.Where(IsLibrary).ToArray(), StringComparer.Ordinal), StringComparer.Ordinal);

    private static bool IsLibrary(ArtifactFile file) =>
        file.Interface != file.Content || (file.Kind != SourceFileKind.Directory && Path.GetFileName(file.Path).Contains(".so", StringComparison.Ordinal));

    private static Digest Of(SortedDictionary<string, ArtifactFile[]> outputs, Func<ArtifactFile, Digest> choose)
    {
        StateWriter writer = new();
        writer.Byte(Version);
        foreach ((string name, ArtifactFile[] files) in outputs)
        {
            writer.Text(name);
            writer.Count(files.Length);
            foreach (ArtifactFile file in files)
            {
                writer.Text(file.Path);
                writer.Byte((byte)file.Kind);
                writer.Number(file.Mode);
                writer.Digest(choose(file));
            }
        }

        return Digest.Of(writer.Written);
    }
}
