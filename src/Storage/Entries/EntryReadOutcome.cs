using Larder.Posix;

namespace Larder.Storage;

/// <summary>How reading an entry ended.</summary>
/// <param name="State">Whether it was found.</param>
/// <param name="Payload">What was stored; empty unless found.</param>
/// <param name="Status">The file as it was read, for <see cref="LocalStore.Touch"/>.</param>
/// <param name="Error">The error number, where <see cref="State"/> is <see cref="ReadState.Failed"/>.</param>
public readonly record struct EntryReadOutcome(ReadState State, ReadOnlyMemory<byte> Payload, FileStatus Status, int Error)
{
    /// <summary>True where the entry was found and is whole.</summary>
    public bool IsFound => State == ReadState.Found;

    /// <summary>True where a damaged entry was met, which the caller counts.</summary>
    public bool IsCorrupt => State == ReadState.Corrupt;
}
