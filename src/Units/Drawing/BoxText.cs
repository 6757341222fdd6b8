namespace Larder.Units.Drawing;

/// <summary>What is written in a box.</summary>
/// <param name="Name">First line.</param>
/// <param name="Remark">Second line.</param>
/// <param name="Tooltip">Shown where the mouse rests.</param>
/// <param name="Style">How it looks.</param>
/// <param name="IsDashed">Its border is.</param>
internal sealed record BoxText(string Name, string Remark, string Tooltip, BoxStyle Style, bool IsDashed);
