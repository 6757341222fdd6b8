namespace Larder.Protocol.Messages;

/// <summary>The end of a lease.</summary>
public sealed class CompleteRequest
{
    /// <summary><see cref="Messages.Lease.Id"/>.</summary>
    public ulong Lease { get; init; }

    /// <summary>How the compiler ended.</summary>
    public int ExitStatus { get; init; }

    /// <summary>The signal that ended it, or 0.</summary>
    public int Signal { get; init; }

    /// <summary>What is counted where nothing is stored: Larder.Storage.Counter; 0: store.</summary>
    public uint Reason { get; init; }

    /// <summary>What the counter is about.</summary>
    public ReadOnlyMemory<byte> Detail { get; init; }

    /// <summary>CLOCK_REALTIME_COARSE at the start of the compiler, in nanoseconds.</summary>
    public long Started { get; init; }

    /// <summary>That clock's tick, in nanoseconds.</summary>
    public long Tick { get; init; }

    /// <summary>CLOCK_MONOTONIC at the start of the compiler, in nanoseconds.</summary>
    public long SteadyStarted { get; init; }

    /// <summary>What the compiler made.</summary>
    public CapturedOutput[] Outputs { get; init; } = [];

    /// <summary>What the compiler wrote to standard output.</summary>
    public ReadOnlyMemory<byte> StandardOutput { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>What the compiler says it read.</summary>
    public byte[][] Headers { get; init; } = [];

    /// <summary>What the assembler listed.</summary>
    public ReadOnlyMemory<byte> Assembled { get; init; }

    /// <summary>Nanoseconds that the compiler took.</summary>
    public long Duration { get; init; }

    /// <summary>The work was done and counted in process; only the lease ends.</summary>
    public bool InProcess { get; init; }

    /// <summary>What people are told of the build that the compile belongs to; empty where nobody knows.</summary>
    public ReadOnlyMemory<byte> BuildText { get; init; }

    /// <summary>Encodes it, in the order of the fields' numbers.</summary>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.WriteNumber(1, Lease);
        writer.WriteNumber(2, ExitStatus);
        writer.WriteNumber(3, Signal);
        writer.WriteNumber(4, Reason);
        writer.WriteBytes(5, Detail);
        writer.WriteNumber(6, Started);
        writer.WriteNumber(7, Tick);
        writer.WriteNumber(8, SteadyStarted);
        foreach (CapturedOutput output in Outputs)
        {
            int start = writer.BeginMessage(9);
            output.WriteTo(writer);
            writer.EndMessage(start);
        }

        writer.WriteBytes(10, StandardOutput);
        writer.WriteBytes(11, StandardError);
        writer.WriteElements(12, Headers);
        writer.WriteBytes(13, Assembled);
        writer.WriteNumber(14, Duration);
        writer.WriteFlag(15, InProcess);
        writer.WriteBytes(17, BuildText);
    }
}
