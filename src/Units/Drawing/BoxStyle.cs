namespace Larder.Units.Drawing;

/// <summary>What a box's colour says.</summary>
internal enum BoxStyle
{
    Good,
    Known,
    Due,
    Open,
}
