namespace Larder.Protocol.Messages;

/// <summary>The answer to a <see cref="LookupRequest"/>.</summary>
public sealed class LookupReply
{
    private LookupReply()
    {
    }

    /// <summary>There is such an entry, and this client may have it.</summary>
    public bool Found { get; private set; }

    /// <summary>The entry as it stands on disk.</summary>
    public ReadOnlyMemory<byte> Entry { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none. The entry is a slice of them.</summary>
    public static LookupReply? Read(ReadOnlyMemory<byte> message)
    {
        LookupReply reply = new();
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    reply.Found = reader.ReadFlag();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    reply.Entry = reader.ReadBytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return reader.IsMalformed ? null : reply;
    }
}
