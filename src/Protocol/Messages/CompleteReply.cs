namespace Larder.Protocol.Messages;

/// <summary>The answer to a <see cref="CompleteRequest"/>: the captured outputs are the daemon's. It has no fields so far.</summary>
public static class CompleteReply
{
    /// <summary>True where the bytes are such a message, maybe of a later daemon.</summary>
    public static bool IsOne(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
            reader.Skip(tag);
        return !reader.IsMalformed;
    }
}
