using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Graph;

namespace Larder.Units.Tests.Harness;

/// <summary>Nodes as a graph has them, for what looks at names and outputs only.</summary>
internal static class TestNodes
{
    internal static UnitNode Make(string name, params string[] outputs) => WithIdentity(name, Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)), outputs);

    /// <summary>The same with an identity of its own.</summary>
    internal static UnitNode WithIdentity(string name, Digest identity, params string[] outputs) => new()
    {
        Name = name,
        Kind = NodeKind.Plain,
        Derivation = new Derivation
        {
            Path = $"/store/{name}.drv",
            Outputs = new SortedDictionary<string, DerivationOutput>(
                (outputs.Length == 0 ? ["out"] : outputs).ToDictionary(static output => output, output => new DerivationOutput($"/store/{name}-{output}", "", "")), StringComparer.Ordinal),
            InputDerivations = [],
            InputSources = [],
            System = "x86_64-linux",
            Builder = "/bin/sh",
            Arguments = [],
            Environment = [],
            StructuredAttributes = null,
            Name = name,
        },
        Source = null,
        Options = UnitOptions.Default,
        Dependencies = [],
        Boundary = [],
        Identity = identity,
        SourcePath = null,
    };

    internal static Digest Key(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));
}
