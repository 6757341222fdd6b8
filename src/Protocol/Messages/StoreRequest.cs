namespace Larder.Protocol.Messages;

/// <summary>An entry that a client has stored for itself, for the daemon's place of the client's user.</summary>
public sealed class StoreRequest
{
    /// <summary>
    /// The largest entry that is exchanged, either way, in bytes: with the rest of the message below what the daemon takes as one (16 MiB).
    /// </summary>
    public const int LargestEntry = 15 << 20;

    /// <summary>The build of larder that asks.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>Larder.Storage.EntryKind.</summary>
    public uint Kind { get; init; }

    /// <summary>The entry's key.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>The entry as it stands on disk.</summary>
    public ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteNumber(2, Kind);
        writer.WriteBytes(3, Key);
        writer.WriteBytes(4, Entry);
    }
}
