using Larder.Units.Declaration;
using Larder.Units.Layout;

namespace Larder.Units.Graph;

/// <summary>Makes the graph of what is wanted: units, what stands between them, and what they take from the store.</summary>
internal static class GraphBuilder
{
    /// <param name="all">All units that the repository declares.</param>
    /// <param name="wanted">Names, .drv files, or directories that are a unit's source or lie in one; none: all units.</param>
    /// <param name="directories">Where the graph of all units is kept, so that the next invocation reads no derivation; null: nowhere.</param>
    /// <param name="at">Where relative directories begin.</param>
    /// <exception cref="UnitFault">Something that is wanted isn't there, or a derivation can't be read, or is none that can be built here.</exception>
    internal static UnitGraph Build(UnitDeclaration[] all, IReadOnlyList<string> wanted, UnitDirectories? directories = null, string at = ".")
    {
        UnitNode[] nodes = KeptOrMade(all, directories);
        if (wanted.Count == 0)
            return Below(nodes, [.. nodes.Where(node => node.Source != null)]);

        WantedUnits names = new(all, nodes, at);
        List<UnitNode> roots = [];
        foreach (string name in wanted)
        {
            if (!WantedUnits.IsDerivation(name))
            {
                roots.AddRange(names.Find(name));
                continue;
            }

            // Somebody else's, which has units below it: its graph is not kept.
            UnitNode? node = nodes.FirstOrDefault(node => node.DerivationPath == name);
            if (node == null)
            {
                nodes = NodeMaker.Make(all, [.. wanted.Where(WantedUnits.IsDerivation)]).Nodes;
                names = new WantedUnits(all, nodes, at);
                roots = [.. roots.Select(root => nodes.First(node => node.DerivationPath == root.DerivationPath))];
                node = nodes.FirstOrDefault(node => node.DerivationPath == name) ?? throw new UnitFault($"{name} is no unit, and needs none: nix-store --realise builds it");
            }

            roots.Add(node);
        }

        return Below(nodes, [.. roots.Distinct()]);
    }

    private static UnitNode[] KeptOrMade(UnitDeclaration[] all, UnitDirectories? directories)
    {
        if (directories == null)
            return NodeMaker.Make(all, []).Nodes;
        if (GraphFile.Load(directories, all) is { } kept)
            return kept;
        NodeMaker maker = NodeMaker.Make(all, []);
        GraphFile.Save(directories, all, maker.Nodes, maker.Seen);
        return maker.Nodes;
    }

    /// <summary>The roots and all that they need, in the order that the nodes have.</summary>
    private static UnitGraph Below(UnitNode[] nodes, UnitNode[] roots)
    {
        HashSet<UnitNode> needed = [];
        Stack<UnitNode> open = new(roots);
        while (open.TryPop(out UnitNode? node))
        {
            if (!needed.Add(node))
                continue;
            foreach (UnitNode dependency in node.Dependencies)
                open.Push(dependency);
        }

        return new UnitGraph([.. nodes.Where(needed.Contains)], roots);
    }
}
