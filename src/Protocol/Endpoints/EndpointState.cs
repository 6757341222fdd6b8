namespace Larder.Protocol.Endpoints;

/// <summary>Whether the place of a daemon can be used.</summary>
public enum EndpointState
{
    /// <summary>The directory is there, and nobody but its owner can put anything into it.</summary>
    Usable,

    /// <summary>The directory isn't there yet, so neither is a daemon. <see cref="Endpoint.Prepare"/> makes it.</summary>
    Absent,

    /// <summary>Something else stands in the directory's place, or others may write to it: never used.</summary>
    Unsafe,

    /// <summary>The directory can't be looked at.</summary>
    Unreachable,

    /// <summary>The path that the setting names doesn't fit into a socket's address.</summary>
    TooLong,
}
