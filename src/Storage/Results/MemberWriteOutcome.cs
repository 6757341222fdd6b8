namespace Larder.Storage;

/// <summary>How delivering a member ended.</summary>
/// <param name="State">Whether the target holds the content now.</param>
/// <param name="Error">The error number, where writing failed.</param>
public readonly record struct MemberWriteOutcome(MemberWriteState State, int Error)
{
    /// <summary>True where the target holds the verified content.</summary>
    public bool IsDelivered => State is MemberWriteState.Written or MemberWriteState.Cloned;
}
