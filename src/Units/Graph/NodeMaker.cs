using Larder.Units.Declaration;
using Larder.Units.Derivations;

namespace Larder.Units.Graph;

/// <summary>Makes nodes from derivations.</summary>
internal sealed class NodeMaker
{
    private const int ShownDigest = 8;

    private readonly Dictionary<string, UnitDeclaration> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnitNode> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<UnitNode, KindFinder.Marks> _seen = [];
    private readonly DerivationClosure _closure;

    private NodeMaker(UnitDeclaration[] all)
    {
        foreach (UnitDeclaration unit in all)
        {
            // A crate that is the same in two profiles, say. Its first name is its own.
            if (!_units.TryAdd(unit.DerivationPath, unit) && !IsSame(_units[unit.DerivationPath], unit))
            {
                throw new UnitFault($"the units {_units[unit.DerivationPath].Name} and {unit.Name} are the same derivation, {unit.DerivationPath}, with other sources or options: "
                    + "which one is meant where it is met can't be told");
            }

            _names.Add(unit.Name);
        }

        _closure = new DerivationClosure(_units.ToDictionary(unit => unit.Key, unit => unit.Value.Name, StringComparer.Ordinal));
    }

    /// <summary>Each behind all that it depends on.</summary>
    internal UnitNode[] Nodes { get; private set; } = [];

    /// <summary>What was seen in the sources of nodes whose kind that decided.</summary>
    internal IReadOnlyDictionary<UnitNode, KindFinder.Marks> Seen => _seen;

    /// <summary>The nodes of all units, and of further derivations.</summary>
    internal static NodeMaker Make(UnitDeclaration[] all, string[] further)
    {
        NodeMaker maker = new(all);
        foreach (string root in all.Select(unit => unit.DerivationPath).Concat(further))
            maker._closure.Add(root);
        maker.Nodes = [.. maker._closure.Nodes.Select(maker.Node)];
        return maker;
    }

    private static bool IsSame(UnitDeclaration one, UnitDeclaration other) =>
        one.Source == other.Source && one.Options.Ignored.SequenceEqual(other.Options.Ignored, StringComparer.Ordinal)
        && one.Options with { Ignored = other.Options.Ignored } == other.Options;

    private UnitNode Node(Derivation derivation)
    {
        UnitDeclaration? unit = _units.GetValueOrDefault(derivation.Path);
        KindFinder.Marks? marks = null;
        NodeKind kind = unit == null ? NodeKind.Between : KindFinder.Find(derivation, unit.Source, out marks);
        UnitOptions options = unit?.Options ?? UnitOptions.Default;
        string? replaced = unit == null ? null : SourceAttribute.ReplacedRoot(derivation);
        UnitNode[] dependencies = [.. derivation.InputDerivations.Keys.Where(_closure.IsNode).Select(path => _nodes[path])];
        string[] sources = [.. derivation.InputSources.Where(path => path != replaced)];
        List<string> boundary = [];
        List<string> inputs = [.. sources];
        foreach ((string path, string[] outputs) in derivation.InputDerivations.Where(input => !_closure.IsNode(input.Key)))
        {
            SortedDictionary<string, DerivationOutput> known = _closure.Read(path).Outputs;
            string[] needed = [.. outputs.Where(output => replaced == null || known.GetValueOrDefault(output)?.Path != replaced)];
            if (needed.Length > 0)
                boundary.Add($"{path}!{string.Join(',', needed)}");
            inputs.AddRange(needed.Select(output => known.GetValueOrDefault(output)?.Path is { Length: > 0 } place ? place : $"{path}!{output}"));
        }

        Storage.Digest identity = IdentityDigest.Of(derivation, kind, options, replaced, dependencies, inputs);
        UnitNode node = new()
        {
            Name = unit?.Name ?? Name(derivation, identity),
            Kind = kind,
            DerivationPath = derivation.Path,
            Derivation = derivation,
            Outputs = derivation.Outputs,
            Source = unit?.Source,
            Options = options,
            Dependencies = dependencies,
            Boundary = [.. boundary, .. sources],
            Identity = identity,
            SourcePath = unit == null ? null : SourceAttribute.Find(derivation),
        };
        _nodes[derivation.Path] = node;
        if (marks is { } seen)
            _seen[node] = seen;
        return node;
    }

    private string Name(Derivation derivation, Storage.Digest identity)
    {
        string digest = identity.ToString();
        for (int shown = ShownDigest; ; shown += ShownDigest)
        {
            // As the file is called: no slash can be in that.
            string name = $"{StorePath.Name(derivation.Path)[..^".drv".Length]}-{digest[..Math.Min(shown, digest.Length)]}";
            if (_names.Add(name) || shown > digest.Length)
                return name;
        }
    }
}
