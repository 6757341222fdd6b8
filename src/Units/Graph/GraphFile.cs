using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Keeping;

namespace Larder.Units.Graph;

/// <summary>
/// Reads and writes the graph of all units, beside the evaluation. It holds for the same declarations, whose .drv files never change, while the sources
/// that a kind was seen by look the same. The envelope is <see cref="KeptWriter"/>'s.
/// </summary>
/// <remarks>
/// <code>
/// fields = digest of the declarations, list of node
/// node   = text name, number kind, text derivation, texts (name, path, hash algorithm, hash of each output), text source (empty: none), options,
///          list of number (the places of its dependencies, all before its own), texts boundary, digest identity, text source path (empty: none),
///          number marks (-1: not looked for), stamp of the source directory when they were
/// </code>
/// </remarks>
internal static class GraphFile
{
    /// <summary>With the version: 1.</summary>
    private const string Title = "larder unit graph 1";

    private const int OutputTexts = 4;

    /// <summary>Null: there is none that holds.</summary>
    internal static UnitNode[]? Load(string path, UnitDeclaration[] all)
    {
        if (KeptReader.Open(path, Title) is not { } reader || reader.Value() != EvaluationFile.DigestOf(all))
            return null;
        UnitNode[] nodes = new UnitNode[reader.Count()];
        for (int i = 0; i < nodes.Length && reader.IsSound; i++)
        {
            if (ReadNode(reader, nodes.AsSpan(0, i)) is not { } node)
                return null;
            nodes[i] = node;
        }

        return reader.IsComplete ? nodes : null;
    }

    internal static void Save(string path, UnitDeclaration[] all, UnitNode[] nodes, IReadOnlyDictionary<UnitNode, KindFinder.Marks> seen)
    {
        KeptWriter writer = new(Title);
        writer.Value(EvaluationFile.DigestOf(all));
        writer.Number(nodes.Length);
        Dictionary<UnitNode, int> places = [];
        foreach (UnitNode node in nodes)
        {
            places[node] = places.Count;
            WriteNode(writer, node, places);
            bool isSeen = seen.TryGetValue(node, out KindFinder.Marks marks);
            writer.Number(isSeen ? (long)marks : -1);

            // The directory may have changed since it was looked at. Its status counts only where it has been the same for longer than that took.
            InputDirectory directory = isSeen ? InputDirectory.Of(node.Source!) : new InputDirectory("", default);
            (isSeen && KindFinder.Look(node.Source!) == marks ? directory.Stamp : default).Write(writer);
        }

        writer.Commit(path);
    }

    private static void WriteNode(KeptWriter writer, UnitNode node, Dictionary<UnitNode, int> places)
    {
        writer.Text(node.Name);
        writer.Number((int)node.Kind);
        writer.Text(node.DerivationPath);
        writer.Texts([.. node.Outputs.SelectMany(output => new[] { output.Key, output.Value.Path, output.Value.HashAlgorithm, output.Value.Hash })]);
        writer.Text(node.Source ?? "");
        EvaluationFile.WriteOptions(writer, node.Options);
        writer.Number(node.Dependencies.Length);
        foreach (UnitNode dependency in node.Dependencies)
            writer.Number(places[dependency]);
        writer.Texts(node.Boundary);
        writer.Value(node.Identity);
        writer.Text(node.SourcePath ?? "");
    }

    private static UnitNode? ReadNode(KeptReader reader, ReadOnlySpan<UnitNode> earlier)
    {
        string name = reader.Text();
        NodeKind kind = (NodeKind)reader.Number();
        string derivation = reader.Text();
        string[] outputs = reader.Texts();
        string source = reader.Text();
        UnitOptions options = EvaluationFile.ReadOptions(reader);
        UnitNode[] dependencies = new UnitNode[reader.Count()];
        for (int i = 0; i < dependencies.Length; i++)
        {
            long place = reader.Number();
            if (place < 0 || place >= earlier.Length)
                return null;
            dependencies[i] = earlier[(int)place];
        }

        string[] boundary = reader.Texts();
        Digest identity = reader.Value();
        string sourcePath = reader.Text();
        long marks = reader.Number();
        FileStamp stamp = FileStamp.Read(reader);
        if (!reader.IsSound || !Enum.IsDefined(kind) || outputs.Length % OutputTexts != 0 || (marks >= 0 && !IsSeenStill(source, marks, stamp)))
            return null;
        return new UnitNode
        {
            Name = name,
            Kind = kind,
            DerivationPath = derivation,
            Outputs = Outputs(outputs),
            Source = source.Length > 0 ? source : null,
            Options = options,
            Dependencies = dependencies,
            Boundary = boundary,
            Identity = identity,
            SourcePath = sourcePath.Length > 0 ? sourcePath : null,
        };
    }

    private static bool IsSeenStill(string source, long marks, FileStamp stamp) =>
        (stamp != default && stamp == FileStamp.Of(source)) || (long)KindFinder.Look(source) == marks;

    private static SortedDictionary<string, DerivationOutput> Outputs(string[] texts)
    {
        SortedDictionary<string, DerivationOutput> outputs = new(StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i += OutputTexts)
            outputs[texts[i]] = new DerivationOutput(texts[i + 1], texts[i + 2], texts[i + 3]);
        return outputs;
    }
}
