namespace Larder.Units.Drawing;

/// <summary>
/// A graph in layers: each box behind all that it depends on, by the longest way to it, and waypoints where a line passes layers. The lines from one box share
/// their waypoints, so there are never more of these than boxes times layers, and what goes far goes together.
/// </summary>
internal sealed class LayeredGraph
{
    private const double WaypointHeight = 6;

    private LayeredGraph(List<LayoutNode>[] layers, LayoutNode[] boxes, List<(int From, LayoutNode[] Way)> lines) => (Layers, Boxes, Lines) = (layers, boxes, lines);

    /// <summary>The nodes of each layer, in their order.</summary>
    internal List<LayoutNode>[] Layers { get; }

    internal LayoutNode[] Boxes { get; }

    /// <summary>For each edge the box that it comes from, and what it passes from there on, the last being where it ends.</summary>
    internal List<(int From, LayoutNode[] Way)> Lines { get; }

    /// <param name="dependencies">For each box the numbers of those that it depends on, all of them smaller than its own.</param>
    /// <param name="height">A box's.</param>
    internal static LayeredGraph Of(int[][] dependencies, double height)
    {
        int[] layerOf = AssignLayers(dependencies);
        List<LayoutNode>[] layers = new List<LayoutNode>[layerOf.Length == 0 ? 0 : layerOf.Max() + 1];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = [];
        LayoutNode[] boxes = [.. layerOf.Select((layer, box) => new LayoutNode { Box = box, IsWaypoint = false, Layer = layer, Height = height })];
        foreach (LayoutNode box in boxes)
            layers[box.Layer].Add(box);

        // The waypoints of the lines from each box, layer by layer.
        List<LayoutNode>[] ways = [.. boxes.Select(_ => new List<LayoutNode>())];
        List<(int, LayoutNode[])> lines = [];
        foreach (LayoutNode box in boxes)
        {
            foreach (int dependency in dependencies[box.Box].Distinct().Order())
            {
                List<LayoutNode> way = ways[dependency];
                LayoutNode start = boxes[dependency];
                int between = box.Layer - start.Layer - 1;
                while (way.Count < between)
                {
                    LayoutNode point = new() { Box = dependency, IsWaypoint = true, Layer = start.Layer + way.Count + 1, Height = WaypointHeight };
                    Join(way.Count == 0 ? start : way[^1], point);
                    layers[point.Layer].Add(point);
                    way.Add(point);
                }

                Join(between == 0 ? start : way[between - 1], box);
                lines.Add((dependency, [.. way.Take(between), box]));
            }
        }

        return new LayeredGraph(layers, boxes, lines);
    }

    private static void Join(LayoutNode left, LayoutNode right)
    {
        left.After.Add(right);
        right.Before.Add(left);
    }

    private static int[] AssignLayers(int[][] dependencies)
    {
        int[] layers = new int[dependencies.Length];
        int[] next = new int[dependencies.Length];
        Array.Fill(next, int.MaxValue);
        for (int box = 0; box < layers.Length; box++)
            layers[box] = dependencies[box].Length == 0 ? 0 : dependencies[box].Max(dependency => layers[dependency]) + 1;
        for (int box = layers.Length - 1; box >= 0; box--)
        {
            // What needs nothing stands right before the first that needs it, not all of it in one tall layer.
            if (dependencies[box].Length == 0 && next[box] != int.MaxValue)
                layers[box] = next[box] - 1;
            foreach (int dependency in dependencies[box])
                next[dependency] = Math.Min(next[dependency], layers[box]);
        }

        return layers;
    }
}
