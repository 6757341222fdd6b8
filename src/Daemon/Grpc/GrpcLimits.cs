namespace Larder.Daemon.Grpc;

/// <summary>What one client may ask of the daemon's memory and patience, each limit with its reason.</summary>
internal static class GrpcLimits
{
    /// <summary>
    /// Bytes of one request's message. The largest are Store's entries (objects of a debug build, compressed) and Complete's diagnostics;
    /// what is larger is compiled and stored by the client itself.
    /// </summary>
    public const int ReceivedMessage = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes of a status message as sent. Clients drop a whole call whose trailers pass 8 KiB (PROTOCOL-HTTP2.md suggests that limit, and
    /// grpc's core has it).
    /// </summary>
    public const int StatusMessage = 4096;

    /// <summary>Calls at once on one connection. The shim has one; tools that watch and ask have a few.</summary>
    public const int StreamsPerConnection = 128;

    /// <summary>
    /// Bytes that a client may send on one call before it has to hear from the daemon. A whole request of a compile with a large
    /// environment passes without a round trip.
    /// </summary>
    public const int StreamWindow = 1024 * 1024;

    /// <summary>The same for all calls of a connection.</summary>
    public const int ConnectionWindow = 2 * StreamWindow;

    /// <summary>Bytes of one frame: what every HTTP/2 peer must accept (RFC 9113, 4.2). A frame is buffered whole.</summary>
    public const int Frame = 16 * 1024;

    /// <summary>Bytes of the headers of one call: eight times what PROTOCOL-HTTP2.md suggests. It is metadata that nobody reads.</summary>
    public const int Headers = 64 * 1024;

    /// <summary>Bytes of one header.</summary>
    public const int Header = 32 * 1024;

    /// <summary>
    /// How long a connection may be without a call. For ever, in effect, but finite: Kestrel adds an infinite time to a time stamp, which
    /// overflows, and within a second hangs up on every connection that is silent.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromDays(1000);
}
