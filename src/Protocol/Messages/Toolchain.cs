namespace Larder.Protocol.Messages;

/// <summary>Who the compiler is and where it looks for headers, as Larder.Caching.Toolchains.Toolchain has it.</summary>
public sealed class Toolchain
{
    private RepeatedField<byte[]> _quoteDirectories;
    private RepeatedField<byte[]> _angleDirectories;

    internal Toolchain()
    {
    }

    /// <summary>Larder.Compilers.CompilerFamily.</summary>
    public uint Family { get; private set; }

    /// <summary>A digest.</summary>
    public ReadOnlyMemory<byte> Identity { get; private set; }

    /// <summary>Where quoted includes are looked for after the includer's directory, before the angled ones.</summary>
    public byte[][] QuoteDirectories { get; private set; } = [];

    /// <summary>Where angled includes are looked for, in order.</summary>
    public byte[][] AngleDirectories { get; private set; } = [];

    /// <summary>The assembler is GNU's and tells what it read.</summary>
    public bool AssemblerIsGnu { get; private set; }

    /// <summary>Takes the fields of an encoded message; later ones replace earlier ones. False where it is malformed.</summary>
    internal bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Family = (uint)reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    Identity = reader.ReadBytes();
                    break;
                case (3 << 3) | ProtobufReader.Length:
                    if (!_quoteDirectories.Add(reader.ReadBytes().ToArray()))
                        reader.Fail();
                    break;
                case (4 << 3) | ProtobufReader.Length:
                    if (!_angleDirectories.Add(reader.ReadBytes().ToArray()))
                        reader.Fail();
                    break;
                case (5 << 3) | ProtobufReader.Varint:
                    AssemblerIsGnu = reader.ReadFlag();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        QuoteDirectories = _quoteDirectories.ToArray();
        AngleDirectories = _angleDirectories.ToArray();
        return !reader.IsMalformed;
    }
}
