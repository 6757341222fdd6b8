namespace Larder.Units.Drawing;

/// <summary>Something that takes room in a layer: a box, or the place where a line passes through.</summary>
internal sealed class LayoutNode
{
    /// <summary>The box's number; of a waypoint, that of the box which its line comes from.</summary>
    internal required int Box { get; init; }

    internal required bool IsWaypoint { get; init; }

    internal required int Layer { get; init; }

    internal required double Height { get; init; }

    /// <summary>What it has lines to in the layer before.</summary>
    internal List<LayoutNode> Before { get; } = [];

    /// <summary>What it has lines to in the layer behind.</summary>
    internal List<LayoutNode> After { get; } = [];

    /// <summary>Its place in the layer.</summary>
    internal int Rank { get; set; }

    /// <summary>Its middle.</summary>
    internal double Y { get; set; }
}
