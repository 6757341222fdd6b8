using Larder.Storage;
using Larder.Units.Sources;
using Larder.Units.StateFiles;

namespace Larder.Units.Artifacts;

/// <summary>The digests of artifacts.</summary>
/// <remarks>
/// <code>
/// fields = list of output              output = text name, list of file
/// file   = text path, byte kind, number mode, digest of the content, or of the interface
/// </code>
/// </remarks>
internal static class ArtifactDigests
{
    /// <summary>Versions: 1, the first.</summary>
    private const string Title = "larder unit outputs 1";

    /// <summary>The artifact that these files make.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="outputs">The files.</param>
    /// <param name="references">What they name.</param>
    /// <param name="namesItself">They name the view in which they stand: who reads that may go there, and come to what isn't metadata.</param>
    /// <param name="hasPrograms">Something can be run.</param>
    internal static Artifact ToArtifact(
        Digest key, SortedDictionary<string, ArtifactFile[]> outputs, ArtifactReference[] references, bool namesItself, bool hasPrograms) => new(key, outputs)
    {
        Content = Of(outputs, static file => file.Content),
        Interface = Of(outputs, static file => CrateMetadata.IsCrate(file.Path) ? file.Content : file.Interface),
        Metadata = Of(outputs, file => CrateMetadata.IsCrate(file.Path) && !namesItself ? file.Interface : file.Content),
        Link = Of(OnlyLibraries(outputs), static file => file.Interface),
        References = references,
        HasPrograms = hasPrograms,
    };

    /// <summary>Shared libraries, and what is called as they are: links to them, linker scripts, and those that aren't understood, which count with their content.</summary>
    private static SortedDictionary<string, ArtifactFile[]> OnlyLibraries(SortedDictionary<string, ArtifactFile[]> outputs) =>
        new(outputs.ToDictionary(static output => output.Key, static output => output.Value.Where(IsLibrary).ToArray(), StringComparer.Ordinal), StringComparer.Ordinal);

    private static bool IsLibrary(ArtifactFile file) => !CrateMetadata.IsCrate(file.Path) && HasSharedForm(file);

    private static bool HasSharedForm(ArtifactFile file) =>
        file.Interface != file.Content || (file.Kind != SourceFileKind.Directory && Path.GetFileName(file.Path).Contains(".so", StringComparison.Ordinal));

    private static Digest Of(SortedDictionary<string, ArtifactFile[]> outputs, Func<ArtifactFile, Digest> choose)
    {
        StateWriter writer = new(Title);
        writer.List(outputs, (writer, output) =>
        {
            writer.Text(output.Key);
            writer.List(output.Value, (writer, file) =>
            {
                writer.Text(file.Path);
                writer.Byte((byte)file.Kind);
                writer.Number(file.Mode);
                writer.Digest(choose(file));
            });
        });
        return writer.ToDigest();
    }
}
