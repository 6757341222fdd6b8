namespace Larder.Protocol.Messages;

/// <summary>The answer to a <see cref="StoreRequest"/>.</summary>
public sealed class StoreReply
{
    private StoreReply()
    {
    }

    /// <summary>The entry stands in the daemon's store now.</summary>
    public bool Stored { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none.</summary>
    public static StoreReply? Read(ReadOnlyMemory<byte> message)
    {
        StoreReply reply = new();
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            if (tag == ((1 << 3) | ProtobufReader.Varint))
                reply.Stored = reader.ReadFlag();
            else
                reader.Skip(tag);
        }

        return reader.IsMalformed ? null : reply;
    }
}
