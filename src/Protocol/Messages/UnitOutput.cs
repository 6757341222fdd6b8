namespace Larder.Protocol.Messages;

/// <summary>An output of a unit.</summary>
public sealed class UnitOutput
{
    internal UnitOutput()
    {
    }

    /// <summary>The unit's name.</summary>
    public ReadOnlyMemory<byte> Unit { get; private set; }

    /// <summary>The output's: "out".</summary>
    public ReadOnlyMemory<byte> Output { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Length:
                    Unit = reader.ReadBytes();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    Output = reader.ReadBytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
