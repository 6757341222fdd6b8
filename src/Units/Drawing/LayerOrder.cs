namespace Larder.Units.Drawing;

/// <summary>
/// The order within each layer, with few crossings: a walk from what nothing depends on brings together what belongs together, then each layer is sorted by the
/// medians of its neighbours, to and fro, and the best that was seen is kept (Gansner and others, "A Technique for Drawing Directed Graphs", 1993).
/// </summary>
internal static class LayerOrder
{
    private const int Sweeps = 24;

    internal static void Sort(LayeredGraph graph)
    {
        Begin(graph);
        LayoutNode[][] best = Copy(graph);
        long fewest = Crossings(graph);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool forward = sweep % 2 == 0;
            for (int i = 1; i < graph.Layers.Length; i++)
                SortLayer(graph.Layers[forward ? i : graph.Layers.Length - 1 - i], forward);
            long crossings = Crossings(graph);
            if (crossings >= fewest)
                continue;
            fewest = crossings;
            best = Copy(graph);
        }

        for (int i = 0; i < best.Length; i++)
            Set(graph.Layers[i], best[i]);
    }

    /// <summary>How many pairs of lines cross.</summary>
    internal static long Crossings(LayeredGraph graph)
    {
        long crossings = 0;
        foreach (List<LayoutNode> layer in graph.Layers.Skip(1))
        {
            // For each line, from the last on: how many of those behind it begin before it. A Fenwick tree counts.
            int size = layer.SelectMany(static node => node.Before).Select(static node => node.Rank + 1).DefaultIfEmpty(0).Max();
            int[] counts = new int[size + 1];
            for (int i = layer.Count - 1; i >= 0; i--)
            {
                foreach (LayoutNode before in layer[i].Before)
                {
                    for (int at = before.Rank; at > 0; at -= at & -at)
                        crossings += counts[at];
                }

                foreach (LayoutNode before in layer[i].Before)
                {
                    for (int at = before.Rank + 1; at <= size; at += at & -at)
                        counts[at]++;
                }
            }
        }

        return crossings;
    }

    private static void Begin(LayeredGraph graph)
    {
        int[] places = new int[graph.Layers.Length];
        HashSet<LayoutNode> seen = [];
        Stack<LayoutNode> open = new(graph.Layers.SelectMany(static layer => layer).Where(static node => node.After.Count == 0).Reverse());
        while (open.TryPop(out LayoutNode? node))
        {
            if (!seen.Add(node))
                continue;
            node.Rank = places[node.Layer]++;
            for (int i = node.Before.Count - 1; i >= 0; i--)
                open.Push(node.Before[i]);
        }

        foreach (List<LayoutNode> layer in graph.Layers)
            layer.Sort(static (left, right) => left.Rank.CompareTo(right.Rank));
    }

    private static void SortLayer(List<LayoutNode> layer, bool forward) =>
        Set(layer, [.. layer.OrderBy(node => Median(forward ? node.Before : node.After) ?? node.Rank)]);

    private static double? Median(List<LayoutNode> neighbours)
    {
        if (neighbours.Count == 0)
            return null;
        int[] ranks = [.. neighbours.Select(static node => node.Rank).Order()];
        int middle = ranks.Length / 2;
        return ranks.Length % 2 == 1 ? ranks[middle] : (ranks[middle - 1] + ranks[middle]) / 2.0;
    }

    private static LayoutNode[][] Copy(LayeredGraph graph) => [.. graph.Layers.Select(static layer => layer.ToArray())];

    private static void Set(List<LayoutNode> layer, LayoutNode[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            layer[i] = order[i];
            order[i].Rank = i;
        }
    }
}
