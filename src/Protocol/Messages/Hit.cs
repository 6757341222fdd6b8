namespace Larder.Protocol.Messages;

/// <summary>The outputs stand.</summary>
public sealed class Hit
{
    internal Hit()
    {
    }

    /// <summary>The compiler's, when it ran.</summary>
    public int ExitStatus { get; private set; }

    /// <summary>What the compiler wrote to standard output, to be written again.</summary>
    public ReadOnlyMemory<byte> StandardOutput { get; private set; }

    /// <summary>What it wrote to standard error, to be written again.</summary>
    public ReadOnlyMemory<byte> StandardError { get; private set; }

    /// <summary>Larder.Storage.Counter.</summary>
    public uint Reason { get; private set; }

    /// <summary>The key of the result.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    ExitStatus = (int)reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    StandardOutput = reader.ReadBytes();
                    break;
                case (3 << 3) | ProtobufReader.Length:
                    StandardError = reader.ReadBytes();
                    break;
                case (4 << 3) | ProtobufReader.Varint:
                    Reason = (uint)reader.ReadNumber();
                    break;
                case (5 << 3) | ProtobufReader.Length:
                    Key = reader.ReadBytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
