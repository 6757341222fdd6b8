namespace Larder.Protocol.Messages;

/// <summary>A request that was served in process, for those who watch the daemon.</summary>
public sealed class ReportRequest
{
    /// <summary>Larder.Protocol.Endpoints.BuildIdentity of the client.</summary>
    public ReadOnlyMemory<byte> BuildId { get; init; }

    /// <summary>The client's session.</summary>
    public ulong Session { get; init; }

    /// <summary>The compiler's path.</summary>
    public ReadOnlyMemory<byte> Compiler { get; init; }

    /// <summary>The source's path, in the request's words.</summary>
    public ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>The client's.</summary>
    public ReadOnlyMemory<byte> WorkingDirectory { get; init; }

    /// <summary>How it ended: Larder.Storage.Counter.</summary>
    public uint Reason { get; init; }

    /// <summary>What the counter is about.</summary>
    public ReadOnlyMemory<byte> Detail { get; init; }

    /// <summary>The key of the result.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Nanoseconds from the parsed command line to the end.</summary>
    public long Duration { get; init; }

    /// <summary>Nanoseconds that the compiler took when the result was made; 0 where that isn't known.</summary>
    public long Saved { get; init; }

    /// <summary>What the session is called; empty where nobody has named it.</summary>
    public ReadOnlyMemory<byte> SessionName { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteBytes(1, BuildId);
        writer.WriteNumber(2, Session);
        writer.WriteBytes(3, Compiler);
        writer.WriteBytes(4, Source);
        writer.WriteBytes(5, WorkingDirectory);
        writer.WriteNumber(6, Reason);
        writer.WriteBytes(7, Detail);
        writer.WriteBytes(8, Key);
        writer.WriteNumber(9, Duration);
        writer.WriteNumber(10, Saved);
        writer.WriteBytes(11, SessionName);
    }
}
