using Larder.Posix;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>Something that stands in a view.</summary>
/// <param name="Path">In the view: "out/lib/libz.so".</param>
/// <param name="Status">What the kernel says of it.</param>
/// <param name="IsEmpty">It is a directory without anything in it.</param>
/// <param name="Target">A link's text; null for all else.</param>
internal sealed record ViewFile(string Path, FileStatus Status, bool IsEmpty, byte[]? Target)
{
    internal SourceFileKind Kind => Status switch
    {
        { IsDirectory: true } => SourceFileKind.Directory,
        { IsSymbolicLink: true } => SourceFileKind.Link,
        _ => SourceWalk.KindOf(Status),
    };

    /// <summary>Permission bits; of a link none, as they mean nothing.</summary>
    internal int Mode => Status.IsSymbolicLink ? 0 : (int)Status.Permissions;
}
