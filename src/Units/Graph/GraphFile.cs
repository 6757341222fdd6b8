using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Graph;

/// <summary>
/// Reads and writes the graph of all units, beside the evaluation. It holds for the same declarations, whose .drv files never change, while the sources
/// that a kind was seen by look the same. It is a <see cref="StateFile"/>.
/// </summary>
/// <remarks>
/// <code>
/// fields = digest of the declarations, list of node
/// node   = text name, byte kind, text derivation, list of output, text source (empty: none), options, list of number (the places of its
///          dependencies, all before its own), texts boundary, digest identity, text source path (empty: none), number marks (-1: not looked
///          for), stamp of the source directory when they were
/// output = text name, text path, text hash algorithm, text hash
/// options, stamp: as in <see cref="EvaluationFile"/>
/// </code>
/// </remarks>
internal static class GraphFile
{
    private const int SmallestNode = 108;
    private const int SmallestOutput = 16;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit graph 1", StateFormat.LimitOfLists);

    /// <summary>Null: there is none that holds.</summary>
    internal static UnitNode[]? Load(UnitDirectories directories, UnitDeclaration[] all)
    {
        if (StateFile.Open(directories.Graph, s_format) is not { } reader || reader.Digest() != EvaluationFile.DigestOf(all))
            return null;
        UnitNode[] nodes = new UnitNode[reader.Count(SmallestNode)];
        for (int i = 0; i < nodes.Length && reader.IsSound; i++)
        {
            if (ReadNode(reader, nodes.AsSpan(0, i)) is not { } node)
                return null;
            nodes[i] = node;
        }

        return reader.IsComplete ? nodes : null;
    }

    internal static void Save(UnitDirectories directories, UnitDeclaration[] all, UnitNode[] nodes, IReadOnlyDictionary<UnitNode, KindFinder.Marks> seen)
    {
        StateWriter writer = new(s_format);
        writer.Digest(EvaluationFile.DigestOf(all));
        writer.Count(nodes.Length);
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

        _ = StateFile.TrySave(directories, directories.Graph, writer);
    }

    private static void WriteNode(StateWriter writer, UnitNode node, Dictionary<UnitNode, int> places)
    {
        writer.Text(node.Name);
        writer.Byte((byte)node.Kind);
        writer.Text(node.DerivationPath);
        writer.List(node.Outputs, static (writer, output) =>
        {
            writer.Text(output.Key);
            writer.Text(output.Value.Path);
            writer.Text(output.Value.HashAlgorithm);
            writer.Text(output.Value.Hash);
        });
        writer.Text(node.Source ?? "");
        EvaluationFile.WriteOptions(writer, node.Options);
        writer.Count(node.Dependencies.Length);
        foreach (UnitNode dependency in node.Dependencies)
            writer.Number(places[dependency]);
        writer.Texts(node.Boundary);
        writer.Digest(node.Identity);
        writer.Text(node.SourcePath ?? "");
    }

    private static UnitNode? ReadNode(StateReader reader, ReadOnlySpan<UnitNode> earlier)
    {
        string name = reader.Text();
        NodeKind kind = (NodeKind)reader.Byte();
        string derivation = reader.Text();
        SortedDictionary<string, DerivationOutput> outputs = ReadOutputs(reader);
        string source = reader.Text();
        UnitOptions options = EvaluationFile.ReadOptions(reader);
        UnitNode[] dependencies = new UnitNode[reader.Count(sizeof(long))];
        for (int i = 0; i < dependencies.Length; i++)
        {
            long place = reader.Number();
            if (place < 0 || place >= earlier.Length)
                return null;
            dependencies[i] = earlier[(int)place];
        }

        string[] boundary = reader.Texts();
        Digest identity = reader.Digest();
        string sourcePath = reader.Text();
        long marks = reader.Number();
        FileStamp stamp = FileStamp.Read(reader);
        if (!reader.IsSound || !Enum.IsDefined(kind) || (marks >= 0 && !IsSeenStill(source, marks, stamp)))
            return null;
        return new UnitNode
        {
            Name = name,
            Kind = kind,
            DerivationPath = derivation,
            Outputs = outputs,
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

    private static SortedDictionary<string, DerivationOutput> ReadOutputs(StateReader reader)
    {
        SortedDictionary<string, DerivationOutput> outputs = new(StringComparer.Ordinal);
        foreach ((string name, DerivationOutput output) in reader.List(SmallestOutput, static reader =>
            (reader.Text(), new DerivationOutput(reader.Text(), reader.Text(), reader.Text()))))
            outputs[name] = output;
        return outputs;
    }
}
