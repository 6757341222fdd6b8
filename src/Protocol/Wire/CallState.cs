namespace Larder.Protocol.Wire;

/// <summary>How a call ended. Closed.</summary>
public enum CallState : byte
{
    /// <summary>With a message.</summary>
    Reply,

    /// <summary>With an error that the server reports.</summary>
    Status,

    /// <summary>The connection failed, or the server doesn't keep to the protocol. Whether the request ran isn't known.</summary>
    Broken,

    /// <summary>The deadline passed. Whether the request ran isn't known; the server was told that nobody waits.</summary>
    TimedOut,
}
