namespace Larder.Storage;

/// <summary>How delivering a member ended.</summary>
public enum MemberWriteState : byte
{
    /// <summary>Its verified content was written.</summary>
    Written,

    /// <summary>Its verified content shares the store's extents.</summary>
    Cloned,

    /// <summary>The stored bytes are not what was stored. Nothing was written; the entry was removed where permitted.</summary>
    Corrupt,

    /// <summary>The target could not be written; it may hold a part.</summary>
    Failed,
}
