namespace Larder.Storage;

/// <summary>How storing ended.</summary>
public enum WriteState : byte
{
    /// <summary>Stored.</summary>
    Stored,

    /// <summary>An entry of that key stands already and was to be kept.</summary>
    AlreadyPresent,

    /// <summary>No space or quota left (ENOSPC, EDQUOT); nothing was left behind.</summary>
    NoSpace,

    /// <summary>The store may not be written (EACCES, EPERM, EROFS, or its own setting).</summary>
    NotPermitted,

    /// <summary>The content is beyond the format's limits.</summary>
    TooLarge,

    /// <summary>Any other error of the system.</summary>
    Failed,
}
