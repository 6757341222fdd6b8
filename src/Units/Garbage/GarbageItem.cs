namespace Larder.Units.Garbage;

/// <summary>Something that a collection took, or would take.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it stands (stood).</param>
/// <param name="LastUse">When it was used last, in nanoseconds since the epoch.</param>
/// <param name="Size">Bytes on disk; of an artifact, what its contents take that no other artifact has, as things stood when it went.</param>
internal sealed record GarbageItem(GarbageKind Kind, string Path, long LastUse, long Size);
