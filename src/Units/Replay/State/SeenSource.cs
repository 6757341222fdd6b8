using Larder.Storage;
using Larder.Units.Sources;

namespace Larder.Units.Replay.State;

/// <summary>A source file as a replay found it.</summary>
/// <param name="Path">Relative to the source's root; in a mirror, to the mirror's.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">Its content's digest.</param>
/// <param name="Modified">mtime in nanoseconds, before the phases began. In a mirror: of the file there, once it had been written.</param>
/// <param name="Changed">ctime, likewise.</param>
internal sealed record SeenSource(string Path, SourceFileKind Kind, Digest Content, long Modified, long Changed);
