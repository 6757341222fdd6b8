using Larder.Posix;

namespace Larder.Daemon.Services;

/// <summary>What a call is beside its message. Plain data: it stays valid after the call has ended.</summary>
internal sealed class CallContext
{
    /// <summary>The connection the call came on; unique in the life of this process. What is leased to a client is leased to this.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>Fires when the connection is gone, be it closed or lost with its process. Not when one of its calls ends.</summary>
    public required CancellationToken ConnectionClosed { get; init; }

    /// <summary>Fires when nobody waits for the reply any more: cancelled, past its deadline, or the connection gone.</summary>
    public required CancellationToken Cancelled { get; init; }

    /// <summary>When the client stops waiting; <see cref="DateTimeOffset.MaxValue"/> where it set no limit.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The process that opened the connection.</summary>
    public required PeerCredentials Peer { get; init; }
}
