using Larder.Posix;
using Larder.Storage;
using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>A node's key: what its artifact is kept under, with what it was made of.</summary>
/// <param name="Digest">The key.</param>
/// <param name="Source">The source tree's digest; default: it has none.</param>
/// <param name="Dependencies">What the node sees of others.</param>
internal sealed record NodeKey(Digest Digest, Digest Source, DependencyView[] Dependencies)
{
    /// <summary>A new version orphans all artifacts.</summary>
    private const int FormatVersion = 1;

    internal static NodeKey Of(UnitNode node, Digest source, DependencyView[] dependencies)
    {
        KeyRecord record = KeyRecord.For("unit"u8, FormatVersion);
        record.Add("name"u8, ByteText.Encode(node.Name));
        record.AddFile("identity"u8, default, node.Identity);
        record.Add("fixup"u8, node.Options.RunsFixup ? 1 : 0);
        record.Add("checks"u8, node.Options.RunsChecks ? 1 : 0);
        record.AddFile("source"u8, default, source);
        foreach (DependencyView dependency in dependencies)
        {
            record.Add("use"u8, (long)dependency.Use);
            record.AddFile("dependency"u8, ByteText.Encode(dependency.Name), dependency.Digest);
        }

        return new NodeKey(record.Finish(), source, dependencies);
    }
}
