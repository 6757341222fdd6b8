namespace Larder.Protocol.Messages;

/// <summary>What was counted.</summary>
public sealed class GetStatisticsReply
{
    private RepeatedField<CounterValue> _counters;
    private RepeatedField<NamedValue> _named;

    private GetStatisticsReply()
    {
    }

    /// <summary>Those that aren't zero.</summary>
    public CounterValue[] Counters { get; private set; } = [];

    /// <summary>Counts that have names.</summary>
    public NamedValue[] Named { get; private set; } = [];

    /// <summary>Of the cache, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Entries in the cache.</summary>
    public long Files { get; private set; }

    /// <summary>When the counters were last set to zero, in seconds since the epoch.</summary>
    public long Zeroed { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none. What it holds may be slices of them.</summary>
    public static GetStatisticsReply? Read(ReadOnlyMemory<byte> message)
    {
        GetStatisticsReply reply = new();
        return reply.Merge(message) ? reply : null;
    }

    private bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Length:
                    CounterValue counterValue = new();
                    if (!counterValue.Merge(reader.ReadBytes()) || !_counters.Add(counterValue))
                        reader.Fail();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    NamedValue namedValue = new();
                    if (!namedValue.Merge(reader.ReadBytes()) || !_named.Add(namedValue))
                        reader.Fail();
                    break;
                case (3 << 3) | ProtobufReader.Varint:
                    Size = (long)reader.ReadNumber();
                    break;
                case (4 << 3) | ProtobufReader.Varint:
                    Files = (long)reader.ReadNumber();
                    break;
                case (5 << 3) | ProtobufReader.Varint:
                    Zeroed = (long)reader.ReadNumber();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        Counters = _counters.ToArray();
        Named = _named.ToArray();
        return !reader.IsMalformed;
    }
}
