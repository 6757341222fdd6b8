using Larder.Posix;

namespace Larder.Units.Artifacts;

/// <summary>The order of paths by their bytes.</summary>
internal sealed class PathOrder : IComparer<string>
{
    internal static readonly PathOrder Instance = new();

    public int Compare(string? x, string? y) => ByteText.Encode(x).AsSpan().SequenceCompareTo(ByteText.Encode(y));
}
