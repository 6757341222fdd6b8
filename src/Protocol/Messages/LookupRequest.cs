namespace Larder.Protocol.Messages;

/// <summary>Asks for an entry of the store, for a client that restores by itself.</summary>
public sealed class LookupRequest
{
    /// <summary>The build of larder that asks.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>Larder.Storage.EntryKind.</summary>
    public uint Kind { get; init; }

    /// <summary>The entry's key.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteNumber(2, Kind);
        writer.WriteBytes(3, Key);
    }
}
