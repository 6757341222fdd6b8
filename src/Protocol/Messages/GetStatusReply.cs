namespace Larder.Protocol.Messages;

/// <summary>How the daemon is.</summary>
public sealed class GetStatusReply
{
    private RepeatedField<BuildStatus> _builds;

    private GetStatusReply()
    {
    }

    /// <summary>The build of larder that serves.</summary>
    public ReadOnlyMemory<byte> BuildId { get; private set; }

    /// <summary>As the daemon sees it.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Since it began to serve.</summary>
    public long UptimeMilliseconds { get; private set; }

    /// <summary>The cache that it owns.</summary>
    public ReadOnlyMemory<byte> CacheDirectory { get; private set; }

    /// <summary>Open ones, this one too.</summary>
    public uint Connections { get; private set; }

    /// <summary>Compiles that may run at once.</summary>
    public uint MaxJobs { get; private set; }

    /// <summary>Compiles that run.</summary>
    public uint LeasesHeld { get; private set; }

    /// <summary>Compiles that wait.</summary>
    public uint LeasesWaitedFor { get; private set; }

    /// <summary>Since it started.</summary>
    public ulong Requests { get; private set; }

    /// <summary>Of the memory tier, in bytes.</summary>
    public ulong MemoryUsed { get; private set; }

    /// <summary>Of the memory tier, in bytes.</summary>
    public ulong MemoryLimit { get; private set; }

    /// <summary>Of the memory tier.</summary>
    public ulong MemoryEntries { get; private set; }

    /// <summary>Results that are answered for, and not on disk yet.</summary>
    public uint StoresPending { get; private set; }

    /// <summary>It grants no new leases, and ends when the last is back.</summary>
    public bool Draining { get; private set; }

    /// <summary>Who holds leases or waits for them.</summary>
    public BuildStatus[] Builds { get; private set; } = [];

    /// <summary>Decodes one, or null where the bytes are none. What it holds may be slices of them.</summary>
    public static GetStatusReply? Read(ReadOnlyMemory<byte> message)
    {
        GetStatusReply reply = new();
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
                    BuildId = reader.ReadBytes();
                    break;
                case (2 << 3) | ProtobufReader.Varint:
                    ProcessId = (int)reader.ReadNumber();
                    break;
                case (3 << 3) | ProtobufReader.Varint:
                    UptimeMilliseconds = (long)reader.ReadNumber();
                    break;
                case (4 << 3) | ProtobufReader.Length:
                    CacheDirectory = reader.ReadBytes();
                    break;
                case (5 << 3) | ProtobufReader.Varint:
                    Connections = (uint)reader.ReadNumber();
                    break;
                case (6 << 3) | ProtobufReader.Varint:
                    MaxJobs = (uint)reader.ReadNumber();
                    break;
                case (7 << 3) | ProtobufReader.Varint:
                    LeasesHeld = (uint)reader.ReadNumber();
                    break;
                case (8 << 3) | ProtobufReader.Varint:
                    LeasesWaitedFor = (uint)reader.ReadNumber();
                    break;
                case (9 << 3) | ProtobufReader.Varint:
                    Requests = reader.ReadNumber();
                    break;
                case (10 << 3) | ProtobufReader.Varint:
                    MemoryUsed = reader.ReadNumber();
                    break;
                case (11 << 3) | ProtobufReader.Varint:
                    MemoryLimit = reader.ReadNumber();
                    break;
                case (12 << 3) | ProtobufReader.Varint:
                    MemoryEntries = reader.ReadNumber();
                    break;
                case (13 << 3) | ProtobufReader.Varint:
                    StoresPending = (uint)reader.ReadNumber();
                    break;
                case (14 << 3) | ProtobufReader.Varint:
                    Draining = reader.ReadFlag();
                    break;
                case (15 << 3) | ProtobufReader.Length:
                    BuildStatus buildStatus = new();
                    if (!buildStatus.Merge(reader.ReadBytes()) || !_builds.Add(buildStatus))
                        reader.Fail();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        Builds = _builds.ToArray();
        return !reader.IsMalformed;
    }
}
