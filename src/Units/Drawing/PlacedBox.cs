namespace Larder.Units.Drawing;

/// <summary>Where a box stands, in pixels from the left upper corner.</summary>
internal readonly record struct PlacedBox(double X, double Y, double Width, double Height)
{
    internal double Middle => Y + (Height / 2);

    internal double Right => X + Width;
}
