namespace Larder.Protocol.Messages;

/// <summary>Nothing for the cache; counted already. The client executes the compiler.</summary>
public sealed class BareCompiler
{
    internal BareCompiler()
    {
    }

    /// <summary>Larder.Storage.Counter.</summary>
    public uint Reason { get; private set; }

    /// <summary>What the reason is about.</summary>
    public ReadOnlyMemory<byte> Detail { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Reason = (uint)reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    Detail = reader.ReadBytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
