namespace Larder.Protocol.Wire;

/// <summary>Why a connection is of no more use.</summary>
public enum BrokenReason : byte
{
    None,

    /// <summary>Sending or receiving failed; the error number says how.</summary>
    Transport,

    /// <summary>The server closed the connection before it had answered.</summary>
    Closed,

    /// <summary>The server said that it takes no more requests; this one did not run.</summary>
    GoingAway,

    /// <summary>Its frames break the rules of HTTP/2.</summary>
    Protocol,

    /// <summary>A frame is larger than we allow.</summary>
    FrameSize,

    /// <summary>A header block can't be read, or is larger than we allow.</summary>
    Headers,

    /// <summary>It widened a window beyond what HTTP/2 allows.</summary>
    FlowControl,

    /// <summary>It asks for more answers than it takes.</summary>
    Flood,

    /// <summary>The reply is not exactly one whole message, or is compressed, which we don't offer.</summary>
    Message,

    /// <summary>The message is larger than <see cref="DaemonConnection.MaxReplySize"/>.</summary>
    MessageSize,

    /// <summary>The answer ended without a gRPC status.</summary>
    StatusMissing,

    /// <summary>An earlier call's deadline passed while half a frame was sent.</summary>
    Abandoned,
}
