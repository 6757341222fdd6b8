namespace Larder.Protocol.Messages;

/// <summary>
/// A reply without fields: ZeroStatisticsReply, DrainReply, ShutdownReply.
/// </summary>
public static class EmptyReply
{
    /// <summary>True where the bytes are such a message, maybe of a later daemon that says more.</summary>
    public static bool IsOne(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
            reader.Skip(tag);
        return !reader.IsMalformed;
    }
}
