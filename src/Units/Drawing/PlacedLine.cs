namespace Larder.Units.Drawing;

/// <summary>A line from a dependency to what depends on it.</summary>
/// <param name="From">The dependency's number.</param>
/// <param name="To">The dependent's number.</param>
/// <param name="Passages">Where it passes through a layer: level, from a left end to a right end. In the layer there is nothing else at that height.</param>
internal sealed record PlacedLine(int From, int To, (double Left, double Right, double Y)[] Passages);
