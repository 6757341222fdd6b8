namespace Larder.Protocol.Messages;

/// <summary>One build's share in the job pool.</summary>
public sealed class BuildStatus
{
    internal BuildStatus()
    {
    }

    /// <summary>The client's session.</summary>
    public ulong Session { get; private set; }

    /// <summary>Compiles that run.</summary>
    public uint LeasesHeld { get; private set; }

    /// <summary>Compiles that wait.</summary>
    public uint LeasesWaitedFor { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Session = reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Varint:
                    LeasesHeld = (uint)reader.ReadNumber();
                    break;
                case (3 << 3) | ProtobufReader.Varint:
                    LeasesWaitedFor = (uint)reader.ReadNumber();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
