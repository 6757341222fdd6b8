using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Entries held in memory by a process that lives long enough for it (the daemon). What is held counts only while the entry's file is
/// unchanged by its status, so a store that others write, clear and evict is never answered for from memory alone. Used by several
/// threads at once.
/// </summary>
public interface IEntryMemory
{
    /// <summary>Finds the payload of a manifest or toolchain as it was read from a file of exactly this status.</summary>
    public bool TryGet(EntryKind kind, in Digest key, in FileStatus status, out ReadOnlyMemory<byte> payload);

    /// <summary>Keeps a payload, if there is room.</summary>
    public void Put(EntryKind kind, in Digest key, in FileStatus status, ReadOnlyMemory<byte> payload);

    /// <summary>Finds a result whose members were all verified, as read from a file of exactly this status.</summary>
    public StoredResult? TryGetResult(in Digest key, in FileStatus status);

    /// <summary>Keeps a result, if there is room; it is asked for its <see cref="StoredResult.Detach"/> then.</summary>
    public void PutResult(in Digest key, StoredResult result);
}
