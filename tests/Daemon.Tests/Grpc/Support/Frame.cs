namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>One HTTP/2 frame (RFC 9113, 4.1).</summary>
internal readonly record struct Frame(FrameKind Kind, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>On DATA and HEADERS: the last of its stream.</summary>
    public const byte EndStream = 1;

    /// <summary>On SETTINGS and PING: an answer.</summary>
    public const byte Acknowledges = 1;

    /// <summary>On HEADERS and CONTINUATION: the last of its block.</summary>
    public const byte EndHeaders = 4;

    public bool Has(byte flag) => (Flags & flag) != 0;
}
