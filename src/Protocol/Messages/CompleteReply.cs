namespace Larder.Protocol.Messages;

/// <summary>The daemon has what it needs of a compile.</summary>
public sealed class CompleteReply
{
    private CompleteReply()
    {
    }

    /// <summary>Only the preprocessor can tell what the result is stored under: the client looks up, stores and counts in process.</summary>
    public bool FinishInProcess { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none.</summary>
    public static CompleteReply? Read(ReadOnlyMemory<byte> message)
    {
        CompleteReply reply = new();
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            if (tag == ((1 << 3) | ProtobufReader.Varint))
                reply.FinishInProcess = reader.ReadFlag();
            else
                reader.Skip(tag);
        }

        return reader.IsMalformed ? null : reply;
    }
}
