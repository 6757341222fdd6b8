namespace Larder.Units.Declaration;

/// <summary>A path of which it counts where it leads.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Target">Where it led, without links; empty: nowhere.</param>
internal sealed record InputLink(string Path, string Target);
