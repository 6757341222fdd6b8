namespace Larder.Protocol.Messages;

/// <summary>A counter of the cache.</summary>
public sealed class CounterValue
{
    internal CounterValue()
    {
    }

    /// <summary>Larder.Storage.Counter.</summary>
    public uint Counter { get; private set; }

    /// <summary>How often.</summary>
    public long Value { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Counter = (uint)reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Varint:
                    Value = (long)reader.ReadNumber();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
