namespace Larder.Units.Drawing;

/// <summary>Where everything of a drawn graph stands: layers from the left to the right, in the way of Sugiyama.</summary>
/// <param name="Boxes">As they were given.</param>
/// <param name="Lines">One for each dependency.</param>
/// <param name="Width">Of all.</param>
/// <param name="Height">Of all.</param>
internal sealed record GraphLayout(PlacedBox[] Boxes, PlacedLine[] Lines, double Width, double Height)
{
    private const double BoxHeight = 34;

    private const double Gap = 10;

    private const double LeastColumnGap = 48;

    private const double MostColumnGap = 220;

    /// <summary>Finds a place for each.</summary>
    /// <param name="widths">The boxes' widths.</param>
    /// <param name="dependencies">For each box the numbers of those that it depends on, all of them smaller than its own.</param>
    internal static GraphLayout Of(double[] widths, int[][] dependencies)
    {
        LayeredGraph graph = LayeredGraph.Of(dependencies, BoxHeight);
        LayerOrder.Sort(graph);
        LayerPlacement.Place(graph, Gap);
        (double Left, double Width)[] columns = Columns(graph, widths);
        PlacedBox[] boxes = [.. graph.Boxes.Select((node, box) => new PlacedBox(columns[node.Layer].Left, node.Y - (BoxHeight / 2), widths[box], BoxHeight))];
        PlacedLine[] lines = [.. graph.Lines.Select(line => new PlacedLine(
            line.From,
            line.Way[^1].Box,
            [.. line.Way.SkipLast(1).Select(point => (columns[point.Layer].Left, columns[point.Layer].Left + columns[point.Layer].Width, point.Y))]))];
        return new GraphLayout(
            boxes,
            lines,
            columns.Length == 0 ? 0 : columns[^1].Left + columns[^1].Width,
            graph.Layers.SelectMany(static layer => layer).Select(static node => node.Y + (node.Height / 2)).DefaultIfEmpty(0).Max());
    }

    /// <summary>Each layer is as wide as its widest box. Where lines are steep, there is more room between two.</summary>
    private static (double Left, double Width)[] Columns(LayeredGraph graph, double[] widths)
    {
        var columns = new (double Left, double Width)[graph.Layers.Length];
        double left = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            double width = graph.Layers[i].Where(static node => !node.IsWaypoint).Select(node => widths[node.Box]).DefaultIfEmpty(0).Max();
            columns[i] = (left, width);
            double steepest = graph.Layers[i].SelectMany(static node => node.After.Select(after => Math.Abs(after.Y - node.Y))).DefaultIfEmpty(0).Max();
            left += width + Math.Clamp(steepest / 5, LeastColumnGap, MostColumnGap);
        }

        return columns;
    }
}
