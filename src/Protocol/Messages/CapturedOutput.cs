namespace Larder.Protocol.Messages;

/// <summary>A file in the client's memory, which the daemon opens as /proc/PID/fd/N before it replies.</summary>
public sealed class CapturedOutput
{
    /// <summary>Larder.Storage.ResultMemberKind.</summary>
    public uint Kind { get; init; }

    /// <summary>In the client.</summary>
    public int Descriptor { get; init; }

    /// <summary>In bytes.</summary>
    public ulong Size { get; init; }

    /// <summary>Of the file in memory, by which the daemon knows that it has this one open.</summary>
    public ulong Inode { get; init; }

    internal void WriteTo(ProtobufWriter writer)
    {
        writer.WriteNumber(1, Kind);
        writer.WriteNumber(2, Descriptor);
        writer.WriteNumber(3, Size);
        writer.WriteNumber(5, Inode);
    }
}
