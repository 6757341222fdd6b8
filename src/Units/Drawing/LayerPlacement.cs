namespace Larder.Units.Drawing;

/// <summary>
/// Heights in each layer, its order given: everything as near as can be to the middle of its neighbours, and nothing nearer to the next than it may. That is a least-squares
/// problem with an order, which pooling what is in each other's way solves exactly ("pool adjacent violators").
/// </summary>
internal static class LayerPlacement
{
    private const int Sweeps = 12;

    /// <summary>What long lines weigh beside short ones: they are to be straight.</summary>
    private const double Straightness = 8;

    /// <param name="graph">In its final order.</param>
    /// <param name="gap">Between two of a layer.</param>
    internal static void Place(LayeredGraph graph, double gap)
    {
        foreach (List<LayoutNode> layer in graph.Layers)
            Spread(layer, gap, static _ => (0, 1));
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool forward = sweep % 2 == 0;
            bool both = sweep >= Sweeps - 2;
            for (int i = 0; i < graph.Layers.Length; i++)
            {
                Spread(
                    graph.Layers[forward ? i : graph.Layers.Length - 1 - i],
                    gap,
                    node => Wish(node, both ? node.Before.Concat(node.After) : forward ? node.Before : node.After));
            }
        }

        double top = graph.Layers.SelectMany(static layer => layer).Select(static node => node.Y - (node.Height / 2)).DefaultIfEmpty(0).Min();
        foreach (LayoutNode node in graph.Layers.SelectMany(static layer => layer))
            node.Y -= top;
    }

    private static (double Y, double Weight) Wish(LayoutNode node, IEnumerable<LayoutNode> neighbours)
    {
        (double sum, double weight) = (0, 0);
        foreach (LayoutNode other in neighbours)
        {
            double each = node.IsWaypoint && other.IsWaypoint ? Straightness : 1;
            (sum, weight) = (sum + (other.Y * each), weight + each);
        }

        return weight == 0 ? (node.Y, 0.1) : (sum / weight, node.IsWaypoint ? Straightness : 1);
    }

    private static void Spread(List<LayoutNode> layer, double gap, Func<LayoutNode, (double Y, double Weight)> wishOf)
    {
        double[] offsets = new double[layer.Count];
        List<(double Sum, double Weight, int Count)> pools = [];
        for (int i = 0; i < layer.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((layer[i - 1].Height + layer[i].Height) / 2) + gap;
            (double wish, double weight) = wishOf(layer[i]);
            (double Sum, double Weight, int Count) pool = ((wish - offsets[i]) * weight, weight, 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight >= pool.Sum / pool.Weight)
            {
                pool = (pools[^1].Sum + pool.Sum, pools[^1].Weight + pool.Weight, pools[^1].Count + pool.Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        int at = 0;
        foreach ((double sum, double weight, int count) in pools)
        {
            for (int end = at + count; at < end; at++)
                layer[at].Y = (sum / weight) + offsets[at];
        }
    }
}
