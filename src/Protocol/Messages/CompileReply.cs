namespace Larder.Protocol.Messages;

/// <summary>
/// The daemon's answer to a <see cref="CompileRequest"/>: one of four, or none of them where a later daemon has a fifth.
/// </summary>
public sealed class CompileReply
{
    private CompileReply()
    {
    }

    /// <summary>The outputs stand.</summary>
    public Hit? Hit { get; private set; }

    /// <summary>The client compiles.</summary>
    public Lease? Lease { get; private set; }

    /// <summary>The client executes the compiler.</summary>
    public BareCompiler? Bare { get; private set; }

    /// <summary>The client works in process.</summary>
    public WorkInProcess? InProcess { get; private set; }

    /// <summary>Decodes one, or null where the bytes are none. What it holds may be slices of them.</summary>
    public static CompileReply? Read(ReadOnlyMemory<byte> message)
    {
        CompileReply reply = new();
        return reply.Merge(message) ? reply : null;
    }

    private bool Merge(ReadOnlyMemory<byte> message)
    {
        ProtobufReader reader = new(message);
        for (uint tag = reader.NextTag(); tag != 0; tag = reader.NextTag())
        {
            bool whole = true;
            switch (tag)
            {
                // The last outcome counts; one that comes in several pieces is put together.
                case (1 << 3) | ProtobufReader.Length:
                    (Hit, Lease, Bare, InProcess) = (Hit ?? new Hit(), null, null, null);
                    whole = Hit.Merge(reader.ReadBytes());
                    break;
                case (2 << 3) | ProtobufReader.Length:
                    (Hit, Lease, Bare, InProcess) = (null, Lease ?? new Lease(), null, null);
                    whole = Lease.Merge(reader.ReadBytes());
                    break;
                case (3 << 3) | ProtobufReader.Length:
                    (Hit, Lease, Bare, InProcess) = (null, null, Bare ?? new BareCompiler(), null);
                    whole = Bare.Merge(reader.ReadBytes());
                    break;
                case (4 << 3) | ProtobufReader.Length:
                    (Hit, Lease, Bare, InProcess) = (null, null, null, InProcess ?? new WorkInProcess());
                    whole = InProcess.Merge(reader.ReadBytes());
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

            if (!whole)
                reader.Fail();
        }

        return !reader.IsMalformed;
    }
}
