namespace Larder.Protocol.Messages;

/// <summary>A wish for a slot in which a unit's phases are replayed. The connection is the slot's holder.</summary>
public sealed class EnterReplayRequest
{
    /// <summary>The build of larder that asks.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>What slots are shared out fairly between: the client's session.</summary>
    public ulong Session { get; init; }

    /// <summary>How long the client will wait, in milliseconds.</summary>
    public uint Patience { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteNumber(2, Session);
        writer.WriteNumber(3, Patience);
    }
}
