namespace Larder.Protocol.Messages;

/// <summary>The client runs the compiler, and completes or drops the lease; closing the connection drops it.</summary>
public sealed class Lease
{
    internal Lease()
    {
    }

    /// <summary>Names the lease in <see cref="CompleteRequest.Lease"/>, on this connection only.</summary>
    public ulong Id { get; private set; }

    /// <summary>Larder.Caching.Running.IncludeSource.</summary>
    public uint IncludeSource { get; private set; }

    /// <summary>The assembler is to list what it reads.</summary>
    public bool ListAssembled { get; private set; }

    /// <summary>The compiler is to colour its diagnostics.</summary>
    public bool AddColours { get; private set; }

    /// <summary>Null where the daemon doesn't know it: the work is then in process.</summary>
    public Toolchain? Toolchain { get; private set; }

    /// <summary>The key of the manifest.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>Not 0: the daemon can't look this up, and the client works in process under this lease.</summary>
    public uint InProcessReason { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Id = reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Varint:
                    IncludeSource = (uint)reader.ReadNumber();
                    break;
                case (3 << 3) | ProtobufReader.Varint:
                    ListAssembled = reader.ReadFlag();
                    break;
                case (4 << 3) | ProtobufReader.Varint:
                    AddColours = reader.ReadFlag();
                    break;
                case (5 << 3) | ProtobufReader.Length:
                    Toolchain ??= new();
                    if (!Toolchain.Merge(reader.ReadBytes()))
                        reader.Fail();
                    break;
                case (7 << 3) | ProtobufReader.Length:
                    Key = reader.ReadBytes();
                    break;
                case (8 << 3) | ProtobufReader.Varint:
                    InProcessReason = (uint)reader.ReadNumber();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
