namespace Larder.Protocol.Wire;

/// <summary>How an attempt to reach the daemon ended. Closed.</summary>
public enum ConnectState : byte
{
    /// <summary>Connected, and the other end is the user that was expected.</summary>
    Connected,

    /// <summary>Nobody listens: no such socket, or one that was left behind. A daemon may be started.</summary>
    NotThere,

    /// <summary>We may not connect. Starting another daemon would not help.</summary>
    NotAllowed,

    /// <summary>Somebody else listens there. Nothing was sent.</summary>
    WrongOwner,

    /// <summary>It listens, but its queue is full.</summary>
    Busy,

    /// <summary>Anything else: no descriptors left, a path that is too long, …</summary>
    Failed,
}
