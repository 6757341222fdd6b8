namespace Larder.Protocol.Wire;

/// <summary>What came of waiting for the next message of a stream. Closed.</summary>
public enum StreamState : byte
{
    /// <summary>A message.</summary>
    Message,

    /// <summary>Nothing until the deadline; the stream goes on.</summary>
    Nothing,

    /// <summary>The server has ended it, and all that it said was heard.</summary>
    Ended,

    /// <summary>The server has ended it with an error.</summary>
    Status,

    /// <summary>The connection failed, or the server doesn't keep to the protocol.</summary>
    Broken,
}
