using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// What is remembered of files and directories for as long as their status says that nothing changed. One request's view; disposed at
/// its end.
/// </summary>
public interface IDigestMemo : IDisposable
{
    /// <summary>Finds the digest of a file's content, and the flags that were put with it.</summary>
    public bool TryGet(in FileStatus status, out Digest digest, out uint flags);

    /// <summary>Remembers the digest of a file's content, where its status can be trusted to tell of a later change.</summary>
    /// <returns>Whether it was remembered.</returns>
    public bool Put(in FileStatus status, in Digest digest, uint flags, ReadOnlySpan<byte> path);

    /// <summary>Tells whether a directory is known to hold none of a set of names, whatever canonical digest names that set.</summary>
    public bool TryGetAbsence(in FileStatus directory, in Digest nameSet);

    /// <summary>Remembers that a directory holds none of a set of names, likewise.</summary>
    public bool PutAbsence(in FileStatus directory, in Digest nameSet, ReadOnlySpan<byte> path);
}
