namespace Larder.Protocol.Messages;

/// <summary>A count of something that has a name: an option, a file.</summary>
public sealed class NamedValue
{
    internal NamedValue()
    {
    }

    /// <summary>Its name.</summary>
    public ReadOnlyMemory<byte> Name { get; private set; }

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
                case (1 << 3) | ProtobufReader.Length:
                    Name = reader.ReadBytes();
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
