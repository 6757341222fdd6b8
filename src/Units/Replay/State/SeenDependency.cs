namespace Larder.Units.Replay.State;

/// <summary>A file in a dependency's view as a replay found it.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">mtime in nanoseconds; a view's files have another one whenever they have another content.</param>
internal sealed record SeenDependency(string Path, uint Mode, long Size, long Modified);
