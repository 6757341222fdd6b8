namespace Larder.Protocol.Messages;

/// <summary>A part of the time that a request took.</summary>
public sealed class Stage
{
    internal Stage()
    {
    }

    /// <summary>Its name, UTF-8: "look up", "compile", …; see larder.proto.</summary>
    public ReadOnlyMemory<byte> Name { get; private set; }

    /// <summary>How long it took.</summary>
    public long Nanoseconds { get; private set; }

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
                    Nanoseconds = (long)reader.ReadNumber();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
