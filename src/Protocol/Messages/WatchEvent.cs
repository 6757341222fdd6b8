namespace Larder.Protocol.Messages;

/// <summary>A request that has ended, as those see it who watch the daemon.</summary>
public sealed class WatchEvent
{
    private RepeatedField<Stage> _stages;

    private WatchEvent()
    {
    }

    /// <summary>The client's session.</summary>
    public ulong Session { get; private set; }

    /// <summary>The compiler's path.</summary>
    public ReadOnlyMemory<byte> Compiler { get; private set; }

    /// <summary>The source's path, in the request's words; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Source { get; private set; }

    /// <summary>The client's.</summary>
    public ReadOnlyMemory<byte> WorkingDirectory { get; private set; }

    /// <summary>How it ended: Larder.Storage.Counter.</summary>
    public uint Reason { get; private set; }

    /// <summary>What the counter is about.</summary>
    public ReadOnlyMemory<byte> Detail { get; private set; }

    /// <summary>The key of the result.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>What it took, in the order in which it happened.</summary>
    public Stage[] Stages { get; private set; } = [];

    /// <summary>Events that were lost before this one.</summary>
    public ulong Lost { get; private set; }

    /// <summary>Nanoseconds that the compiler took when the result was made, for a hit; 0 where that isn't known.</summary>
    public long Saved { get; private set; }

    /// <summary>What the session is called; empty where nobody has named it.</summary>
    public ReadOnlyMemory<byte> SessionName { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none. What it holds may be slices of them.</summary>
    public static WatchEvent? Read(ReadOnlyMemory<byte> message)
    {
        WatchEvent happened = new();
        return happened.Merge(message) ? happened : null;
    }

    private bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            switch (tag)
            {
                case (1 << 3) | ProtobufReader.Varint:
                    Session = reader.ReadNumber();
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    Compiler = reader.ReadBytes();
                    break;
                case (3 << 3) | ProtobufReader.Length:
                    Source = reader.ReadBytes();
                    break;
                case (4 << 3) | ProtobufReader.Length:
                    WorkingDirectory = reader.ReadBytes();
                    break;
                case (5 << 3) | ProtobufReader.Varint:
                    Reason = (uint)reader.ReadNumber();
                    break;
                case (6 << 3) | ProtobufReader.Length:
                    Detail = reader.ReadBytes();
                    break;
                case (7 << 3) | ProtobufReader.Length:
                    Key = reader.ReadBytes();
                    break;
                case (8 << 3) | ProtobufReader.Length:
                    Stage stage = new();
                    if (!stage.Merge(reader.ReadBytes()) || !_stages.Add(stage))
                        reader.Fail();
                    break;
                case (9 << 3) | ProtobufReader.Varint:
                    Lost = reader.ReadNumber();
                    break;
                case (10 << 3) | ProtobufReader.Varint:
                    Saved = (long)reader.ReadNumber();
                    break;
                case (11 << 3) | ProtobufReader.Length:
                    SessionName = reader.ReadBytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        Stages = _stages.ToArray();
        return !reader.IsMalformed;
    }
}
