namespace Larder.Protocol.Messages;

/// <summary>Whether units are up to date.</summary>
public sealed class CheckUnitsReply
{
    private RepeatedField<UnitOutput> _outputs;

    private CheckUnitsReply()
    {
    }

    /// <summary>They are; else that isn't known.</summary>
    public bool UpToDate { get; private set; }

    /// <summary>How many were looked at.</summary>
    public uint Units { get; private set; }

    /// <summary>Of what was wanted.</summary>
    public UnitOutput[] Outputs { get; private set; } = [];

    /// <summary>Decodes one, or null where the bytes are none. What it holds may be slices of them.</summary>
    public static CheckUnitsReply? Read(ReadOnlyMemory<byte> message)
    {
        CheckUnitsReply reply = new();
        return reply.Merge(message) ? reply : null;
    }

    private bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    UpToDate = reader.ReadFlag();
                    break;
                case (2 << 3) | ProtobufReader.Varint:
                    Units = (uint)reader.ReadNumber();
                    break;
                case (3 << 3) | ProtobufReader.Length:
                    UnitOutput output = new();
                    if (!output.Merge(reader.ReadBytes()) || !_outputs.Add(output))
                        reader.Fail();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        Outputs = _outputs.ToArray();
        return !reader.IsMalformed;
    }
}
