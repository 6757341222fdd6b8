using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Graph;

namespace Larder.Units.Tests.Scheduling;

/// <summary>Graphs without derivations behind them.</summary>
internal static class TestGraph
{
    /// <summary>A graph of "name: dependency dependency" lines, dependencies first.</summary>
    internal static UnitGraph Of(params string[] lines)
    {
        Dictionary<string, UnitNode> nodes = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] words = line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries);
            nodes.Add(words[0], Node(words[0], [.. words[1..].Select(word => nodes[word])]));
        }

        HashSet<UnitNode> needed = [.. nodes.Values.SelectMany(node => node.Dependencies)];
        return new UnitGraph([.. nodes.Values], [.. nodes.Values.Where(node => !needed.Contains(node))]);
    }

    internal static UnitNode Node(string name, params UnitNode[] dependencies) => new()
    {
        Name = name,
        Kind = NodeKind.Cmake,
        Source = null,
        Options = UnitOptions.Default,
        Dependencies = dependencies,
        Boundary = [],
        Identity = Digest.Of(Posix.ByteText.Encode(name)),
        SourcePath = null,
        Derivation = new Derivation
        {
            Path = $"/nix/store/{name}.drv",
            Name = name,
            Outputs = new(StringComparer.Ordinal) { ["out"] = new DerivationOutput("/nix/store/" + name, "", "") },
            InputDerivations = new(StringComparer.Ordinal),
            InputSources = [],
            System = "x86_64-linux",
            Builder = "/bin/bash",
            Arguments = [],
            Environment = new(StringComparer.Ordinal),
            StructuredAttributes = null,
        },
    };
}
