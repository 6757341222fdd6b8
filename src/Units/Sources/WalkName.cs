namespace Larder.Units.Sources;

/// <summary>A name in a directory that a walk is in.</summary>
/// <param name="At">Where it begins among the walk's letters.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Kind">What getdents64(2) says it is.</param>
internal readonly record struct WalkName(int At, int Length, byte Kind);
